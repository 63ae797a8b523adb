package dev.clipcoder.embedding;

/** Scores to probabilities. */
public final class Softmax {

  private Softmax() {}

  /**
   * The softmax of {@code scale * scores}, computed relative to the largest score so that nothing overflows.
   *
   * @param scores at least one finite score
   * @param scale the inverse temperature; CLIP calls it logit scale
   * @return probabilities in the order of the scores, summing to 1
   */
  public static double[] of(double[] scores, double scale) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, scale * score);
    }
    double[] probabilities = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = Math.exp(scale * scores[i] - largest);
      sum += probabilities[i];
    }
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }
}
