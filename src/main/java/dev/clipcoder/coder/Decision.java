package dev.clipcoder.coder;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link DecisionRule} says about one image.
 *
 * @param reason why no label was accepted; null if one was
 * @param labels the class indices of the accepted labels, the likeliest first; empty if none was
 * @param probabilities {@code double[classes]}: what was held against the thresholds, a softmax over all classes for a
 *     single label and each label's own probability for several
 */
public record Decision(@Nullable Rejection reason, List<Integer> labels, double[] probabilities) {

  static Decision accepted(List<Integer> labels, double[] probabilities) {
    return new Decision(null, labels, probabilities);
  }

  static Decision rejected(Rejection reason, double[] probabilities) {
    return new Decision(reason, List.of(), probabilities);
  }

  public boolean accepted() {
    return reason == null;
  }

  /** The first accepted label. */
  public OptionalInt label() {
    return labels.isEmpty() ? OptionalInt.empty() : OptionalInt.of(labels.getFirst());
  }
}
