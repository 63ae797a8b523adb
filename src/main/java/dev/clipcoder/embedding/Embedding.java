package dev.clipcoder.embedding;

import java.util.Arrays;

/**
 * A point of the joint image–text space: an immutable unit vector {@code float[dimension]}. The cosine of two
 * embeddings is their {@linkplain #dot dot product}.
 */
public final class Embedding {

  /** How far the norm of a vector that claims to be unit may be from 1: float16 round trips stay within it. */
  public static final double NORM_TOLERANCE = 1e-3;

  private final float[] values;

  private Embedding(float[] values) {
    this.values = values;
  }

  /**
   * Takes a vector that already is a unit vector.
   *
   * @throws InvalidEmbeddingException if a value is not finite or the norm differs from 1 by more than
   *     {@link #NORM_TOLERANCE}
   */
  public static Embedding ofUnit(float[] values) {
    double norm = norm(values);
    if (Math.abs(norm - 1) > NORM_TOLERANCE) {
      throw new InvalidEmbeddingException(
          "The vector's norm is %.4f; a unit vector is needed.".formatted(norm));
    }
    return new Embedding(values.clone());
  }

  /**
   * Scales a vector to unit length.
   *
   * @throws InvalidEmbeddingException if a value is not finite or all are zero
   */
  public static Embedding normalized(float[] values) {
    double norm = norm(values);
    if (norm == 0) {
      throw new InvalidEmbeddingException("The vector is zero and has no direction.");
    }
    float[] unit = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      unit[i] = (float) (values[i] / norm);
    }
    return new Embedding(unit);
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    if (!Double.isFinite(sum)) {
      throw new InvalidEmbeddingException("The vector has a value that is not a finite number.");
    }
    return Math.sqrt(sum);
  }

  public int dimension() {
    return values.length;
  }

  public float[] toArray() {
    return values.clone();
  }

  void copyTo(float[] target, int offset) {
    System.arraycopy(values, 0, target, offset, values.length);
  }

  /** The cosine of the two embeddings, in [-1, 1] up to rounding. */
  public double dot(Embedding other) {
    if (other.values.length != values.length) {
      throw new IllegalArgumentException(
          "Dimensions differ: %d and %d".formatted(values.length, other.values.length));
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += (double) values[i] * other.values[i];
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Embedding that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Embedding[dimension=" + values.length + "]";
  }
}
