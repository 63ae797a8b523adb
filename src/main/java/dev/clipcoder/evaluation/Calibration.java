package dev.clipcoder.evaluation;

import java.util.List;

/**
 * How far probabilities can be believed.
 *
 * @param expectedError expected calibration error (Guo et al., ICML 2017, eq. 3): the mean of |accuracy − mean
 *     confidence| over {@value #BINS} bins of equal width, weighted by their pictures; in [0, 1]
 * @param logLoss the mean of −ln(probability of the true class), each probability at least {@value #LEAST}; 0 is best
 */
public record Calibration(double expectedError, double logLoss) {

  static final int BINS = 15;

  /** Below it a single picture would decide, or make the mean infinite. */
  static final double LEAST = 1e-15;

  /** Of at least one answer. */
  static Calibration of(List<Answer> answers) {
    double[] surplus = new double[BINS];
    double logLoss = 0;
    for (Answer answer : answers) {
      // Bins are (lower, upper], as in the paper.
      int bin = Math.clamp((int) Math.ceil(answer.confidence() * BINS) - 1, 0, BINS - 1);
      surplus[bin] += (answer.isRight() ? 1 : 0) - answer.confidence();
      logLoss -= Math.log(Math.max(answer.truthProbability(), LEAST));
    }
    double error = 0;
    for (double bin : surplus) {
      error += Math.abs(bin);
    }
    return new Calibration(error / answers.size(), logLoss / answers.size());
  }
}
