package dev.clipcoder.coder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * CODER vectors in few numbers: a matrix R of {@code min(texts, dimension)} rows with {@code R^T R = T^T T}, so that
 * {@code R·f} has the length and the cosines of {@code T·f} (up to rounding), whatever the number of texts. Any such R
 * does: a bank of no more texts than dimensions is its own, a larger one's comes from its QR decomposition. (A
 * Cholesky decomposition of {@code T^T T} would need full rank.) The numbers mean nothing by themselves and compare
 * only within one bank.
 */
public final class CompactSpace {

  /** {@code double[dimensions][columns]}; float would not hold 1e-6 for images far from all texts. */
  private final double[][] rows;

  private CompactSpace(double[][] rows) {
    this.rows = rows;
  }

  /** The space of a bank {@code float[texts][dimension]}; takes {@code 2·texts·dimension²} operations. */
  public static CompactSpace of(EmbeddingMatrix bank) {
    return of(bank, IntStream.range(0, bank.rows()).boxed().toList());
  }

  /** The space of some rows of a bank, at least one, in their order. */
  public static CompactSpace of(EmbeddingMatrix bank, List<Integer> selected) {
    return new CompactSpace(
        selected.size() <= bank.dimension() ? copy(bank, selected) : triangle(bank, selected));
  }

  private static double[][] copy(EmbeddingMatrix bank, List<Integer> selected) {
    double[][] rows = new double[selected.size()][bank.dimension()];
    float[] row = new float[bank.dimension()];
    for (int index = 0; index < rows.length; index++) {
      bank.copyRow(selected.get(index), row);
      for (int i = 0; i < row.length; i++) {
        rows[index][i] = row[i];
      }
    }
    return rows;
  }

  private static double[][] triangle(EmbeddingMatrix bank, List<Integer> selected) {
    StreamingQr qr = new StreamingQr(bank.dimension());
    float[] row = new float[bank.dimension()];
    for (int index : selected) {
      bank.copyRow(index, row);
      qr.add(row);
    }
    return qr.triangle();
  }

  /** How many numbers a compact vector has. */
  public int dimensions() {
    return rows.length;
  }

  /** How much memory it takes. */
  public long bytes() {
    return (long) Double.BYTES * rows.length * rows[0].length;
  }

  /** Shows the rows of R one by one, each {@code double[columns]}: not to be changed. */
  public void forEachRow(Consumer<double[]> use) {
    for (double[] row : rows) {
      use.accept(row);
    }
  }

  /** The compact CODER vector {@code R·f}: {@code float[dimensions]}. */
  public CoderVector project(Embedding image) {
    float[] vector = image.toArray();
    if (vector.length != rows[0].length) {
      throw new IllegalArgumentException(
          "Dimensions differ: %d and %d".formatted(rows[0].length, vector.length));
    }
    float[] projection = new float[rows.length];
    for (int row = 0; row < rows.length; row++) {
      double sum = 0;
      for (int i = 0; i < vector.length; i++) {
        sum += rows[row][i] * vector[i];
      }
      projection[row] = (float) sum;
    }
    return new CoderVector(projection);
  }
}
