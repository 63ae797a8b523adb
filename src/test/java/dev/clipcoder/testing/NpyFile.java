package dev.clipcoder.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the arrays that NumPy wrote: version 1 files, C order, float32 or uint8. */
public record NpyFile(int[] shape, ByteBuffer data) {

  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([0-9, ]*)\\)");

  public static NpyFile read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      int headerLength = Short.toUnsignedInt(bytes.getShort(8));
      String header = new String(bytes.array(), 10, headerLength, StandardCharsets.US_ASCII);
      Matcher shape = SHAPE.matcher(header);
      if (!shape.find() || header.contains("'fortran_order': True")) {
        throw new IllegalArgumentException(file + ": " + header);
      }
      int[] extents = Arrays.stream(shape.group(1).split(","))
          .map(String::strip)
          .filter(s -> !s.isEmpty())
          .mapToInt(Integer::parseInt)
          .toArray();
      return new NpyFile(
          extents, bytes.position(10 + headerLength).slice().order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A two-dimensional float32 array. */
  public float[][] floatRows() {
    float[][] rows = new float[shape[0]][shape[1]];
    for (int row = 0; row < shape[0]; row++) {
      data.asFloatBuffer().get(row * shape[1], rows[row]);
    }
    return rows;
  }

  public byte[] bytes() {
    byte[] bytes = new byte[data.capacity()];
    data.get(0, bytes);
    return bytes;
  }
}
