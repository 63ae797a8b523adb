package dev.clipcoder.coder.fewshot;

import java.util.stream.IntStream;

/**
 * The votes of examples for their classes by how similar they are to an image: the mean of {@code exp(−β(1 − a))} over
 * the examples of a class. The mean, not the published sum, so that a class does not win by the number of its examples.
 *
 * @param classOf the class of every example
 * @param counts of examples by class
 */
record Cache(int[] classOf, int[] counts, double beta) {

  static Cache of(Support support, double beta) {
    return new Cache(support.classesOfExamples(), support.counts(), beta);
  }

  private double vote(double affinity) {
    return Math.exp(-beta * (1 - affinity));
  }

  /**
   * The votes for every class.
   *
   * @param affinities of the image with every example
   */
  double[] votes(double[] affinities) {
    return votes(affinities, Fold.NONE);
  }

  /** The votes of those that the fold does not remove. */
  double[] votes(double[] affinities, Fold fold) {
    boolean[] removed = fold.mask(classOf.length);
    int[] voters = counts.clone();
    double[] votes = new double[counts.length];
    for (int i = 0; i < classOf.length; i++) {
      if (removed[i]) {
        voters[classOf[i]]--;
      } else {
        votes[classOf[i]] += vote(affinities[i]);
      }
    }
    for (int c = 0; c < votes.length; c++) {
      if (voters[c] > 0) {
        votes[c] /= voters[c];
      }
    }
    return votes;
  }

  /** What every example adds to the logit of the class. */
  double[] contributions(double[] affinities, int classIndex, double alpha) {
    return IntStream.range(0, classOf.length)
        .mapToDouble(
            i -> classOf[i] == classIndex ? alpha * vote(affinities[i]) / counts[classIndex] : 0)
        .toArray();
  }
}
