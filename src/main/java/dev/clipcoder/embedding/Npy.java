package dev.clipcoder.embedding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * NumPy's file format, version 1.0, as {@code numpy.load} reads it: little-endian float32, C order, shape
 * {@code (n, dimension)}.
 */
public final class Npy {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** The data begins at a multiple of this, so that it can be mapped. */
  private static final int ALIGNMENT = 64;

  private Npy() {}

  /** The file that {@code numpy.save} would write for these rows; at least one, all of one dimension. */
  public static byte[] encode(List<Embedding> rows) {
    return encodeRows(rows.stream().map(Embedding::toArray).toList());
  }

  /** The same for rows that are no unit vectors. */
  public static byte[] encodeRows(List<float[]> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("An array needs at least one row");
    }
    int dimension = rows.getFirst().length;
    byte[] header = header(rows.size(), dimension);
    ByteBuffer file = ByteBuffer.allocate(
            Math.addExact(header.length, Math.multiplyExact(rows.size() * Float.BYTES, dimension)))
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(header);
    for (float[] row : rows) {
      if (row.length != dimension) {
        throw new IllegalArgumentException(
            "Dimensions differ: %d and %d".formatted(dimension, row.length));
      }
      for (float value : row) {
        file.putFloat(value);
      }
    }
    return file.array();
  }

  private static byte[] header(int rows, int dimension) {
    String dictionary =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, dimension);
    int unpadded = MAGIC.length + Short.BYTES + dictionary.length() + 1;
    int padding = Math.floorMod(-unpadded, ALIGNMENT);
    byte[] text = (dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(MAGIC.length + Short.BYTES + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) text.length)
        .put(text)
        .array();
  }
}
