package dev.clipcoder.embedding;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

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
    Builder builder = builder(embeddings.size(), embeddings.getFirst().dimension());
    embeddings.forEach(builder::add);
    return builder.build();
  }

  /**
   * A matrix to be filled row by row, for banks too large to lie in memory twice.
   *
   * @throws ArithmeticException if {@code rows * dimension} exceeds what an array holds
   */
  public static Builder builder(int rows, int dimension) {
    if (rows < 1 || dimension < 1) {
      throw new IllegalArgumentException("A matrix needs at least one row and one dimension");
    }
    return new Builder(rows, dimension);
  }

  public int rows() {
    return rows;
  }

  public int dimension() {
    return dimension;
  }

  public Embedding row(int row) {
    Objects.checkIndex(row, rows);
    return Embedding.ofUnit(Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension));
  }

  /** Copies a row into the first {@link #dimension} places of the target, for loops over many rows. */
  public void copyRow(int row, float[] target) {
    Objects.checkIndex(row, rows);
    System.arraycopy(values, row * dimension, target, 0, dimension);
  }

  /** The cosine of every row with the embedding: {@code double[rows]}. */
  public double[] cosines(Embedding embedding) {
    return cosines(embedding, 0, rows);
  }

  /** The cosine of the rows from the first to before the last with the embedding: {@code double[to - from]}. */
  public double[] cosines(Embedding embedding, int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    if (embedding.dimension() != dimension) {
      throw new IllegalArgumentException(
          "Dimensions differ: %d and %d".formatted(dimension, embedding.dimension()));
    }
    float[] vector = embedding.toArray();
    double[] cosines = new double[to - from];
    for (int row = from; row < to; row++) {
      double sum = 0;
      int offset = row * dimension;
      for (int i = 0; i < dimension; i++) {
        sum += (double) values[offset + i] * vector[i];
      }
      cosines[row - from] = sum;
    }
    return cosines;
  }

  /** Takes the rows of one matrix in their order. Not thread-safe; good for one matrix. */
  public static final class Builder {

    private final float[] values;
    private final int rows;
    private final int dimension;
    private int filled;

    private Builder(int rows, int dimension) {
      this.values = new float[Math.multiplyExact(rows, dimension)];
      this.rows = rows;
      this.dimension = dimension;
    }

    public void add(Embedding embedding) {
      if (embedding.dimension() != dimension) {
        throw new IllegalArgumentException(
            "Row %d has dimension %d, not %d".formatted(filled, embedding.dimension(), dimension));
      }
      if (filled == rows) {
        throw new IllegalStateException("All %d rows are there".formatted(rows));
      }
      embedding.copyTo(values, filled * dimension);
      filled++;
    }

    public EmbeddingMatrix build() {
      if (filled != rows) {
        throw new IllegalStateException("Only %d of %d rows are there".formatted(filled, rows));
      }
      return new EmbeddingMatrix(values, rows, dimension);
    }
  }
}
