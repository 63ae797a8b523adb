package dev.clipcoder.evaluation;

import java.util.List;

/**
 * One picture without and with the rerank.
 *
 * @param gap p(1) − p(2) of the first stage, which is held against the set's {@code rerank.gap}
 * @param without the answer of the first stage
 * @param with the answer if the rerank runs
 */
record RerankTrial(double gap, Answer without, Answer with) {

  /** Gap thresholds that are tried: 0 never reranks, 1 always. */
  static final List<Double> THRESHOLDS =
      List.of(0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0);

  /** The answer under a gap threshold. */
  Answer at(double threshold) {
    // 1 or more means always, as in the rerank itself.
    return threshold >= 1 || gap < threshold ? with : without;
  }

  /** The threshold with the most right answers; of equal ones the smallest, which interferes least. */
  static double best(List<RerankTrial> trials) {
    double best = 0;
    long most = -1;
    for (double threshold : THRESHOLDS) {
      long right = trials.stream().filter(t -> t.at(threshold).isRight()).count();
      if (right > most) {
        most = right;
        best = threshold;
      }
    }
    return best;
  }
}
