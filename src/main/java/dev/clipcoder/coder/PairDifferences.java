package dev.clipcoder.coder;

import dev.clipcoder.embedding.Embedding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One-to-one texts as the rerank needs them: for every pair of classes with texts in both directions the vector
 * {@code mean T(first|second) − mean T(second|first)}, {@code float[dimension]}. The comparison is antisymmetric, so
 * one vector serves both directions. A pair with texts in one direction only is not here: the missing half would count
 * as a similarity of 0, which is no similarity that texts have.
 */
public final class PairDifferences {

  private static final PairDifferences NONE = new PairDifferences(Map.of());

  private final Map<ClassPair, float[]> differences;

  private PairDifferences(Map<ClassPair, float[]> differences) {
    this.differences = differences;
  }

  public static PairDifferences none() {
    return NONE;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The number of pairs with texts in both directions. */
  public int pairs() {
    return differences.size();
  }

  public boolean contains(ClassPair pair) {
    return differences.containsKey(pair);
  }

  /**
   * How much more the image resembles the texts on how the label differs from the other than the reverse; in [-2, 2],
   * empty if either direction has no texts.
   */
  OptionalDouble compare(int label, int other, float[] image) {
    float[] difference = differences.get(ClassPair.of(label, other));
    if (difference == null) {
      return OptionalDouble.empty();
    }
    if (image.length != difference.length) {
      throw new IllegalArgumentException(
          "Dimensions differ: %d and %d".formatted(difference.length, image.length));
    }
    double sum = 0;
    for (int i = 0; i < image.length; i++) {
      sum += (double) difference[i] * image[i];
    }
    return OptionalDouble.of(label < other ? sum : -sum);
  }

  /** Takes the texts of ordered pairs in any order. */
  public static final class Builder {

    private final Map<Direction, double[]> means = new HashMap<>();

    private Builder() {}

    /** The texts on how the label differs from the other, once for each ordered pair; none are the same as no call. */
    public void add(int label, int other, List<Embedding> texts) {
      if (label == other) {
        throw new IllegalArgumentException("Class %d does not differ from itself".formatted(label));
      }
      if (texts.isEmpty()) {
        return;
      }
      double[] mean = new double[texts.getFirst().dimension()];
      for (Embedding text : texts) {
        float[] values = text.toArray();
        for (int i = 0; i < mean.length; i++) {
          mean[i] += (double) values[i] / texts.size();
        }
      }
      if (means.putIfAbsent(new Direction(label, other), mean) != null) {
        throw new IllegalArgumentException("Texts of %d against %d twice".formatted(label, other));
      }
    }

    public PairDifferences build() {
      Map<ClassPair, float[]> differences = new HashMap<>();
      means.forEach((direction, mean) -> {
        double[] reverse = means.get(new Direction(direction.other(), direction.label()));
        if (direction.label() < direction.other() && reverse != null) {
          differences.put(
              ClassPair.of(direction.label(), direction.other()), difference(mean, reverse));
        }
      });
      return new PairDifferences(Map.copyOf(differences));
    }

    private static float[] difference(double[] mean, double[] reverse) {
      float[] difference = new float[mean.length];
      for (int i = 0; i < difference.length; i++) {
        difference[i] = (float) (mean[i] - reverse[i]);
      }
      return difference;
    }

    private record Direction(int label, int other) {}
  }
}
