package dev.clipcoder.coder;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From which probability on a label is accepted.
 *
 * @param standard for labels without a threshold of their own, in [0, 1]; null: the rule's default
 * @param byClass by class index, in [0, 1]
 */
public record Thresholds(@Nullable Double standard, Map<Integer, Double> byClass) {

  public static final Thresholds NONE = new Thresholds(null, Map.of());

  public Thresholds {
    byClass = Map.copyOf(byClass);
    if (standard != null) {
      requireProbability(standard);
    }
    byClass.values().forEach(Thresholds::requireProbability);
  }

  private static void requireProbability(double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "A threshold is %s; it must be in [0, 1]".formatted(threshold));
    }
  }

  double of(int classIndex, double otherwise) {
    Double own = byClass.get(classIndex);
    if (own != null) {
      return own;
    }
    return standard != null ? standard : otherwise;
  }
}
