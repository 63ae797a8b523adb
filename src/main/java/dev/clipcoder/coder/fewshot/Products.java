package dev.clipcoder.coder.fewshot;

/**
 * Products of matrices that are arrays of rows, in double. The inner loop runs over columns and adds multiples of four
 * rows, because the JIT vectorises such loops and not dot products, whose sums it may not reorder.
 */
final class Products {

  /** Rows of a tile; with {@link #COLUMNS} it is 256 kB and stays in the second-level cache. */
  static final int ROWS = 64;

  static final int COLUMNS = 512;

  private Products() {}

  /** {@code left·right}: {@code double[n][k]} times {@code double[k][m]}. */
  static double[][] of(double[][] left, double[][] right) {
    int columns = right[0].length;
    double[][] product = new double[left.length][columns];
    for (int from = 0; from < columns; from += COLUMNS) {
      int to = Math.min(from + COLUMNS, columns);
      for (int row = 0; row < right.length; row += ROWS) {
        int end = Math.min(row + ROWS, right.length);
        for (int i = 0; i < left.length; i++) {
          add(product[i], left[i], right, row, end, from, to);
        }
      }
    }
    return product;
  }

  /** The row vector times the matrix. */
  static double[] of(double[] left, double[][] right) {
    double[] product = new double[right[0].length];
    add(product, left, right, 0, right.length, 0, product.length);
    return product;
  }

  private static void add(
      double[] target, double[] factors, double[][] rows, int row, int end, int from, int to) {
    int k = row;
    for (; k + 4 <= end; k += 4) {
      addFour(
          target, factors[k], factors[k + 1], factors[k + 2], factors[k + 3], rows, k, from, to);
    }
    for (; k < end; k++) {
      addOne(target, factors[k], rows[k], from, to);
    }
  }

  /** Adds multiples of rows k to k + 3, at the columns. */
  static void addFour(
      double[] target,
      double factor0,
      double factor1,
      double factor2,
      double factor3,
      double[][] rows,
      int k,
      int from,
      int to) {
    double[] row0 = rows[k];
    double[] row1 = rows[k + 1];
    double[] row2 = rows[k + 2];
    double[] row3 = rows[k + 3];
    for (int j = from; j < to; j++) {
      target[j] +=
          (factor0 * row0[j] + factor1 * row1[j]) + (factor2 * row2[j] + factor3 * row3[j]);
    }
  }

  static void addOne(double[] target, double factor, double[] row, int from, int to) {
    for (int j = from; j < to; j++) {
      target[j] += factor * row[j];
    }
  }

  static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  static double[][] transposed(double[][] matrix) {
    double[][] transposed = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < transposed.length; j++) {
        transposed[j][i] = matrix[i][j];
      }
    }
    return transposed;
  }

  /** Scales the vector to length 1; one of zeros stays as it is. */
  static double[] normalize(double[] vector) {
    double norm = Math.sqrt(dot(vector, vector));
    if (norm > 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= norm;
      }
    }
    return vector;
  }
}
