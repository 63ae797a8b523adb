package dev.clipcoder.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Settings that do best on the pictures of this evaluation. They are fitted on them, so the accuracy that they reach
 * here flatters them; {@code heldOut} is what the same choice reaches on pictures that it has not seen.
 *
 * @param patch a JSON merge patch for the label set
 * @param notes what was fitted on what, and what was left out, one sentence each
 * @param gap null where the set has no one-to-one texts that can be compared
 * @param threshold null where there is none to recommend
 */
public record Recommendation(
    JsonNode patch,
    List<String> notes,
    @Nullable GapFit gap,
    @Nullable ThresholdFit threshold) {

  /**
   * The choice of {@code rerank.gap}.
   *
   * @param value 0: rerank never pays here
   * @param fitted top-1 on the pictures that it was chosen on
   * @param heldOut top-1 by five-fold cross-fitting
   */
  public record GapFit(double value, Proportion fitted, Proportion heldOut) {}

  /**
   * The choice of {@code decision.threshold}.
   *
   * @param value 0: all answers may be accepted
   * @param target the share of accepted answers that are to be right
   * @param accepted how many answers it accepts
   * @param right how many of the accepted ones are right
   * @param heldOutAccepted as accepted, by five-fold cross-fitting
   * @param heldOutRight as right, by five-fold cross-fitting; null where nothing was accepted
   */
  public record ThresholdFit(
      double value,
      double target,
      Proportion accepted,
      Proportion right,
      Proportion heldOutAccepted,
      @Nullable Proportion heldOutRight) {}
}
