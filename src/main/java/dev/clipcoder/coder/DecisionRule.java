package dev.clipcoder.coder;

import dev.clipcoder.embedding.TopK;
import java.util.Arrays;
import java.util.List;

/** What a label set says when scores are good enough to name a label, or several, or none. */
public sealed interface DecisionRule {

  /**
   * Decides about the scores of an image.
   *
   * @param first the class index of the label that comes first, after a rerank where there was one
   */
  Decision decide(ClassScores scores, int first);

  /**
   * One label or none: the first is accepted if its score is above every background score and its softmax probability
   * reaches its threshold. Without any threshold it always does.
   */
  record Single(Thresholds thresholds) implements DecisionRule {

    @Override
    public Decision decide(ClassScores scores, int first) {
      if (scores.background().contains(first)) {
        throw new IllegalArgumentException("Class %d is background".formatted(first));
      }
      double[] probabilities = new double[scores.classes()];
      Arrays.setAll(probabilities, scores::probability);
      if (scores.score(first) <= scores.bestBackground()) {
        return Decision.rejected(Rejection.BACKGROUND, probabilities);
      }
      if (probabilities[first] < thresholds.of(first, 0)) {
        return Decision.rejected(Rejection.BELOW_THRESHOLD, probabilities);
      }
      return Decision.accepted(List.of(first), probabilities);
    }
  }

  /**
   * Any number of labels, each on its own: its match where the checkpoint yields one, else
   * {@code sigmoid(logitScale·(s_l − max over background s_b))}, must reach its threshold. Without any threshold that
   * is {@value #EVEN}, at which the label is as likely as the background.
   */
  record Multi(Thresholds thresholds) implements DecisionRule {

    private static final double EVEN = 0.5;

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException without background classes and matches: nothing says what a low score is
     */
    @Override
    public Decision decide(ClassScores scores, int first) {
      if (scores.background().isEmpty() && !scores.hasMatches()) {
        throw new IllegalArgumentException(
            "Several labels need background classes, or matches of the checkpoint");
      }
      double background = scores.bestBackground();
      double[] alone = new double[scores.classes()];
      Arrays.setAll(alone, classIndex -> scores.probabilityAlone(classIndex, background));
      int[] passing = TopK.of(
          alone,
          alone.length,
          label ->
              !scores.background().contains(label) && alone[label] >= thresholds.of(label, EVEN));
      if (passing.length > 0) {
        return Decision.accepted(Arrays.stream(passing).boxed().toList(), alone);
      }
      boolean lost = !scores.hasMatches() && scores.score(scores.top(1)[0]) <= background;
      return Decision.rejected(lost ? Rejection.BACKGROUND : Rejection.BELOW_THRESHOLD, alone);
    }
  }
}
