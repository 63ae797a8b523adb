package dev.clipcoder.coder;

import dev.clipcoder.embedding.Softmax;
import dev.clipcoder.embedding.TopK;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The first stage of a classification: a score for every class, labels and background alike, and the probabilities
 * that the checkpoint's own logit scale makes of them. Labels are named by class index.
 */
public final class ClassScores {

  private final double[] scores;
  private final double[] probabilities;
  private final double logitScale;
  private final Background background;
  private final double @Nullable [] matches;

  private ClassScores(
      double[] scores,
      double[] probabilities,
      double logitScale,
      Background background,
      double @Nullable [] matches) {
    this.scores = scores;
    this.probabilities = probabilities;
    this.logitScale = logitScale;
    this.background = background;
    this.matches = matches;
  }

  /**
   * The scores with their probabilities.
   *
   * @param scores {@code double[classes]} as a {@link ClassScorer} returns them; not copied
   * @param logitScale what the checkpoint multiplies cosines with before the softmax
   * @throws IllegalArgumentException if no class is a label
   */
  public static ClassScores of(double[] scores, double logitScale, Background background) {
    if (background.count() >= scores.length) {
      throw new IllegalArgumentException("At least one class must be a label");
    }
    return new ClassScores(scores, Softmax.of(scores, logitScale), logitScale, background, null);
  }

  /**
   * With the sigmoid of SigLIP, {@code sigmoid(logitScale·score + bias)}: how well each class matches on its own.
   * Only for {@link NameHead} scores, the cosines that SigLIP was trained on.
   */
  public ClassScores withMatches(double bias) {
    double[] sigmoids = new double[scores.length];
    for (int i = 0; i < sigmoids.length; i++) {
      sigmoids[i] = match(scores[i], logitScale, bias);
    }
    return new ClassScores(scores, probabilities, logitScale, background, sigmoids);
  }

  /** SigLIP's {@code sigmoid(logitScale·cosine + bias)}: how well a picture and one text match. */
  public static double match(double cosine, double logitScale, double bias) {
    return sigmoid(logitScale * cosine + bias);
  }

  public int classes() {
    return scores.length;
  }

  /** The class's score on the cosine scale. */
  public double score(int classIndex) {
    return scores[classIndex];
  }

  /** The class's share of the softmax over labels and background. */
  public double probability(int classIndex) {
    return probabilities[classIndex];
  }

  /** The class's own match where the checkpoint yields one. */
  public OptionalDouble match(int classIndex) {
    return matches == null ? OptionalDouble.empty() : OptionalDouble.of(matches[classIndex]);
  }

  /** The n labels of the highest scores, best first, equal ones in class order; never a background class. */
  public int[] top(int n) {
    return TopK.of(scores, n, classIndex -> !background.contains(classIndex));
  }

  /** p(1) − p(2) over labels and background, in [0, 1]; 1 for a single class. */
  public double gap() {
    int[] best = TopK.of(probabilities, 2);
    return best.length == 1 ? 1 : probabilities[best[0]] - probabilities[best[1]];
  }

  int labels() {
    return scores.length - background.count();
  }

  Background background() {
    return background;
  }

  /** The highest background score; negative infinity without background. */
  double bestBackground() {
    return background.stream().mapToDouble(this::score).max().orElse(Double.NEGATIVE_INFINITY);
  }

  boolean hasMatches() {
    return matches != null;
  }

  /**
   * The probability of the label by itself: its match where there is one, else
   * {@code sigmoid(logitScale·(score − bestBackground))}.
   */
  double probabilityAlone(int classIndex, double bestBackground) {
    return matches == null
        ? sigmoid(logitScale * (scores[classIndex] - bestBackground))
        : matches[classIndex];
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
