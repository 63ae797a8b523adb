package dev.clipcoder.coder;

/**
 * The triangle R of a QR decomposition, {@code R^T R = T^T T}, of a tall matrix whose rows arrive one by one: each block
 * of rows is stacked under the triangle of the rows before it and eliminated by Householder reflections (the
 * sequential form of TSQR, Demmel et al., arXiv 0808.2664). In double, and in memory for the triangle and one block.
 */
final class StreamingQr {

  /** Rows eliminated at a time: at 512 dimensions a block takes half a megabyte and stays in the cache. */
  private static final int BLOCK = 128;

  private final int dimension;

  /** Upper triangle of {@code double[dimension][dimension]}. */
  private final double[][] triangle;

  private final double[][] block;
  private final double[] projections;
  private int filled;

  StreamingQr(int dimension) {
    this.dimension = dimension;
    this.triangle = new double[dimension][dimension];
    this.block = new double[BLOCK][dimension];
    this.projections = new double[dimension];
  }

  void add(float[] row) {
    for (int i = 0; i < dimension; i++) {
      block[filled][i] = row[i];
    }
    if (++filled == BLOCK) {
      eliminate();
    }
  }

  /** R: {@code double[dimension][dimension]}, zeros below the diagonal. */
  double[][] triangle() {
    eliminate();
    return triangle;
  }

  private void eliminate() {
    for (int column = 0; column < dimension; column++) {
      double below = 0;
      for (int i = 0; i < filled; i++) {
        below += block[i][column] * block[i][column];
      }
      if (below > 0) {
        reflect(column, below);
      }
    }
    filled = 0;
  }

  /** Reflects the column's part (diagonal, block) onto the diagonal, and the columns to its right with it. */
  private void reflect(int column, double below) {
    double[] pivot = triangle[column];
    double diagonal = pivot[column];
    double norm = Math.sqrt(diagonal * diagonal + below);
    double reflected = diagonal > 0 ? -norm : norm;
    double head = diagonal - reflected;
    double scale = 2 / (head * head + below);
    int next = column + 1;
    for (int j = next; j < dimension; j++) {
      projections[j] = head * pivot[j];
    }
    for (int i = 0; i < filled; i++) {
      addMultiple(projections, block[i][column], block[i], next);
    }
    for (int j = next; j < dimension; j++) {
      projections[j] *= scale;
    }
    addMultiple(pivot, -head, projections, next);
    for (int i = 0; i < filled; i++) {
      addMultiple(block[i], -block[i][column], projections, next);
      block[i][column] = 0;
    }
    pivot[column] = reflected;
  }

  private static void addMultiple(double[] target, double factor, double[] row, int from) {
    for (int j = from; j < target.length; j++) {
      target[j] += factor * row[j];
    }
  }
}
