package dev.clipcoder.embedding;

import java.util.List;

/** Embeddings of one dimension, one a row: immutable {@code float[rows][dimension]}. */
public final class EmbeddingMatrix {

  private final float[] values;
  private final int rows;
  private final int dimension;

  private EmbeddingMatrix(float[] values, int rows, int dimension) {
    this.values = values;
    this.rows = rows;
    this.dimension = dimension;
  }

  /** Stacks embeddings; at least one, all of one dimension. */
  public static EmbeddingMatrix of(List<Embedding> embeddings) {
    if (embeddings.isEmpty()) {
      throw new IllegalArgumentException("A matrix needs at least one row");
    }
    int dimension = embeddings.getFirst().dimension();
    float[] values = new float[embeddings.size() * dimension];
    for (int row = 0; row < embeddings.size(); row++) {
      Embedding embedding = embeddings.get(row);
      if (embedding.dimension() != dimension) {
        throw new IllegalArgumentException(
            "Row %d has dimension %d, not %d".formatted(row, embedding.dimension(), dimension));
      }
      System.arraycopy(embedding.toArray(), 0, values, row * dimension, dimension);
    }
    return new EmbeddingMatrix(values, embeddings.size(), dimension);
  }

  public int rows() {
    return rows;
  }

  public int dimension() {
    return dimension;
  }

  /** The cosine of every row with the embedding: {@code double[rows]}. */
  public double[] cosines(Embedding embedding) {
    if (embedding.dimension() != dimension) {
      throw new IllegalArgumentException(
          "Dimensions differ: %d and %d".formatted(dimension, embedding.dimension()));
    }
    float[] vector = embedding.toArray();
    double[] cosines = new double[rows];
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      int offset = row * dimension;
      for (int i = 0; i < dimension; i++) {
        sum += (double) values[offset + i] * vector[i];
      }
      cosines[row] = sum;
    }
    return cosines;
  }
}
