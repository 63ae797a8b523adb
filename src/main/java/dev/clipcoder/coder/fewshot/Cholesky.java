package dev.clipcoder.coder.fewshot;

/**
 * {@code M = UᵀU} of a positive definite matrix, and what is solved with it; by blocks of rows, each of which is used
 * many times while it is in the cache.
 */
final class Cholesky {

  private static final int BLOCK = Products.ROWS;

  /** U in the upper triangle; what lies below is never read. */
  private final double[][] upper;

  private Cholesky(double[][] upper) {
    this.upper = upper;
  }

  /** Decomposes in place: the array is the decomposition's afterwards. */
  static Cholesky of(double[][] matrix) {
    int size = matrix.length;
    for (int block = 0; block < size; block += BLOCK) {
      int end = Math.min(block + BLOCK, size);
      for (int k = 0; k < block; k += BLOCK) {
        for (int from = block; from < size; from += Products.COLUMNS) {
          int to = Math.min(from + Products.COLUMNS, size);
          for (int i = block; i < end; i++) {
            subtractDown(matrix, matrix, i, k, k + BLOCK, Math.max(i, from), to);
          }
        }
      }
      for (int i = block; i < end; i++) {
        subtractDown(matrix, matrix, i, block, i, i, size);
        scale(matrix[i], matrix[i][i], i, size);
      }
    }
    return new Cholesky(matrix);
  }

  private static void scale(double[] row, double pivot, int from, int size) {
    if (!(pivot > 0)) {
      throw new IllegalArgumentException("The matrix is not positive definite");
    }
    double root = Math.sqrt(pivot);
    for (int j = from; j < size; j++) {
      row[j] /= root;
    }
  }

  /** {@code M⁻¹·right}, in place of {@code right}: {@code double[size][columns]}. */
  void solve(double[][] right) {
    for (int from = 0; from < right[0].length; from += Products.COLUMNS) {
      int to = Math.min(from + Products.COLUMNS, right[0].length);
      forward(right, from, to, false);
      backward(right, from, to);
    }
  }

  /** {@code U⁻ᵀ}, a lower triangle L⁻¹ with {@code M⁻¹ = L⁻ᵀ·L⁻¹}: {@code double[size][size]}. */
  double[][] inverseTriangle() {
    double[][] inverse = identity();
    for (int from = 0; from < upper.length; from += Products.COLUMNS) {
      forward(inverse, from, Math.min(from + Products.COLUMNS, upper.length), true);
    }
    return inverse;
  }

  /** {@code M⁻¹}. */
  double[][] inverse() {
    double[][] inverse = inverseTriangle();
    for (int from = 0; from < upper.length; from += Products.COLUMNS) {
      backward(inverse, from, Math.min(from + Products.COLUMNS, upper.length));
    }
    return inverse;
  }

  private double[][] identity() {
    double[][] identity = new double[upper.length][upper.length];
    for (int i = 0; i < upper.length; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }

  /** {@code UᵀX = B}. Of the identity, the rows before the first column are zeros and stay so. */
  private void forward(double[][] x, int from, int to, boolean identity) {
    int first = identity ? from : 0;
    for (int block = first - first % BLOCK; block < upper.length; block += BLOCK) {
      int end = Math.min(block + BLOCK, upper.length);
      for (int k = first - first % BLOCK; k < block; k += BLOCK) {
        for (int i = block; i < end; i++) {
          subtractDown(x, upper, i, k, k + BLOCK, from, to);
        }
      }
      for (int i = block; i < end; i++) {
        subtractDown(x, upper, i, block, i, from, to);
        divide(x[i], upper[i][i], from, to);
      }
    }
  }

  /** {@code UX = B}. */
  private void backward(double[][] x, int from, int to) {
    int last = (upper.length - 1) / BLOCK * BLOCK;
    for (int block = last; block >= 0; block -= BLOCK) {
      int end = Math.min(block + BLOCK, upper.length);
      for (int k = end; k < upper.length; k += BLOCK) {
        for (int i = block; i < end; i++) {
          subtractAcross(x, i, k, Math.min(k + BLOCK, upper.length), from, to);
        }
      }
      for (int i = end - 1; i >= block; i--) {
        subtractAcross(x, i, i + 1, end, from, to);
        divide(x[i], upper[i][i], from, to);
      }
    }
  }

  private static void divide(double[] row, double divisor, int from, int to) {
    for (int j = from; j < to; j++) {
      row[j] /= divisor;
    }
  }

  /** Subtracts the rows k of x, each times {@code u[k][i]}, from row i. */
  private static void subtractDown(
      double[][] x, double[][] u, int i, int first, int end, int from, int to) {
    int k = first;
    for (; k + 4 <= end; k += 4) {
      Products.addFour(x[i], -u[k][i], -u[k + 1][i], -u[k + 2][i], -u[k + 3][i], x, k, from, to);
    }
    for (; k < end; k++) {
      Products.addOne(x[i], -u[k][i], x[k], from, to);
    }
  }

  /** Subtracts the rows k of x, each times {@code u[i][k]}, from row i. */
  private void subtractAcross(double[][] x, int i, int first, int end, int from, int to) {
    double[] u = upper[i];
    int k = first;
    for (; k + 4 <= end; k += 4) {
      Products.addFour(x[i], -u[k], -u[k + 1], -u[k + 2], -u[k + 3], x, k, from, to);
    }
    for (; k < end; k++) {
      Products.addOne(x[i], -u[k], x[k], from, to);
    }
  }
}
