package dev.clipcoder.embedding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

/**
 * Embeddings of one dimension, one a row: immutable {@code float[rows][dimension]}, on the heap or in native memory.
 * One in native memory lives as long as its allocator says; after that every access fails.
 */
public final class EmbeddingMatrix {

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  /** What vector instructions like best. */
  private static final int ALIGNMENT = 64;

  private final MemorySegment values;
  private final int rows;
  private final int dimension;

  private EmbeddingMatrix(MemorySegment values, int rows, int dimension) {
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
   * A matrix on the heap, to be filled row by row.
   *
   * @throws ArithmeticException if {@code rows * dimension} exceeds what an array holds
   */
  public static Builder builder(int rows, int dimension) {
    return builder(
        rows,
        dimension,
        (_, _) -> MemorySegment.ofArray(new float[Math.multiplyExact(rows, dimension)]));
  }

  /** A matrix in memory of the allocator, for banks that are to lie where they are filled. */
  public static Builder builder(int rows, int dimension, SegmentAllocator allocator) {
    if (rows < 1 || dimension < 1) {
      throw new IllegalArgumentException("A matrix needs at least one row and one dimension");
    }
    return new Builder(
        allocator.allocate((long) rows * dimension * Float.BYTES, ALIGNMENT), rows, dimension);
  }

  public int rows() {
    return rows;
  }

  public int dimension() {
    return dimension;
  }

  public Embedding row(int row) {
    float[] copy = new float[dimension];
    copyRow(row, copy);
    return Embedding.ofUnit(copy);
  }

  /** Copies a row into the first {@link #dimension} places of the target, for loops over many rows. */
  public void copyRow(int row, float[] target) {
    Objects.checkIndex(row, rows);
    MemorySegment.copy(values, FLOAT, offset(row), target, 0, dimension);
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
      long offset = offset(row);
      for (int i = 0; i < dimension; i++) {
        sum += (double) values.get(FLOAT, offset + (long) i * Float.BYTES) * vector[i];
      }
      cosines[row - from] = sum;
    }
    return cosines;
  }

  private long offset(int row) {
    return (long) row * dimension * Float.BYTES;
  }

  /** The numbers, row by row: native byte order, read-only. */
  public MemorySegment values() {
    return values.asReadOnly();
  }

  /** Takes the rows of one matrix in their order. Not thread-safe; good for one matrix. */
  public static final class Builder {

    private final MemorySegment values;
    private final int rows;
    private final int dimension;
    private int filled;

    private Builder(MemorySegment values, int rows, int dimension) {
      this.values = values;
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
      float[] row = embedding.toArray();
      MemorySegment.copy(row, 0, values, FLOAT, (long) filled * dimension * Float.BYTES, dimension);
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
