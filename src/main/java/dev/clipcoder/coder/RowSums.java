package dev.clipcoder.coder;

import dev.clipcoder.embedding.EmbeddingMatrix;
import java.util.Arrays;

/** A weighted sum of rows of a matrix: {@code double[dimension]}. */
final class RowSums {

  private final EmbeddingMatrix matrix;
  private final double[] sums;
  private final float[] row;

  RowSums(EmbeddingMatrix matrix) {
    this.matrix = matrix;
    this.sums = new double[matrix.dimension()];
    this.row = new float[matrix.dimension()];
  }

  void add(RowRange rows, double weight) {
    for (int index = rows.from(); index < rows.to(); index++) {
      matrix.copyRow(index, row);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weight * row[i];
      }
    }
  }

  void clear() {
    Arrays.fill(sums, 0);
  }

  double get(int dimension) {
    return sums[dimension];
  }

  double norm() {
    double sum = 0;
    for (double value : sums) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
