package dev.clipcoder.coder;

import java.util.Arrays;

/**
 * Vectors as columns, {@code float[dimension][columns]}, to be multiplied with one image at a time. The product runs
 * over dimensions and adds a multiple of each row to the sums of all columns, because the JIT vectorises such loops
 * and not the float reductions of dot products, which it may not reorder.
 */
final class ColumnMatrix {

  /** Columns at a time: their sums, 12 bytes each, stay in the first-level cache. */
  private static final int BLOCK = 2048;

  /** Rows in one pass over the sums. */
  private static final int PASS = 4;

  /** Rows added in float before the sums go on in double, which keeps the error near 1e-7. */
  private static final int STRIP = 32;

  private final float[][] rows;
  private final int dimension;
  private final int columns;

  /** Zeros, to be filled by {@link #set}. */
  ColumnMatrix(int dimension, int columns) {
    this.dimension = dimension;
    this.columns = columns;
    this.rows = new float[Math.ceilDiv(dimension, PASS) * PASS][];
    for (int i = 0; i < dimension; i++) {
      rows[i] = new float[columns];
    }
    // The last pass reads zeros beyond the dimension.
    Arrays.fill(rows, dimension, rows.length, new float[columns]);
  }

  void set(int column, int row, float value) {
    rows[row][column] = value;
  }

  /** The dot product of the vector with every column: {@code double[columns]}. */
  double[] products(float[] vector) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "Dimensions differ: %d and %d".formatted(dimension, vector.length));
    }
    float[] factors = Arrays.copyOf(vector, rows.length);
    double[] products = new double[columns];
    float[] sums = new float[Math.min(BLOCK, columns)];
    for (int from = 0; from < columns; from += BLOCK) {
      int length = Math.min(BLOCK, columns - from);
      for (int strip = 0; strip < rows.length; strip += STRIP) {
        Arrays.fill(sums, 0);
        for (int i = strip; i < Math.min(strip + STRIP, rows.length); i += PASS) {
          addRows(sums, i, factors, from, length);
        }
        addSums(products, from, sums, length);
      }
    }
    return products;
  }

  private void addRows(float[] sums, int row, float[] factors, int from, int length) {
    float[] row0 = rows[row];
    float[] row1 = rows[row + 1];
    float[] row2 = rows[row + 2];
    float[] row3 = rows[row + 3];
    float factor0 = factors[row];
    float factor1 = factors[row + 1];
    float factor2 = factors[row + 2];
    float factor3 = factors[row + 3];
    for (int i = 0; i < length; i++) {
      int column = from + i;
      sums[i] += (factor0 * row0[column] + factor1 * row1[column])
          + (factor2 * row2[column] + factor3 * row3[column]);
    }
  }

  private static void addSums(double[] products, int from, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      products[from + i] += sums[i];
    }
  }
}
