package dev.clipcoder.coder;

import java.util.List;
import java.util.Map;

/**
 * What a rerank did. Labels are class indices.
 *
 * @param gap p(1) − p(2) of the first stage
 * @param threshold what the gap was compared with
 * @param before the candidates in the order of the first stage
 * @param after the candidates in their final order; the same unless applied
 * @param scores what candidates were ordered by, r or {@code s + λ·r}; without candidates that kept their place for
 *     want of texts; empty unless applied
 * @param missing the pairs of candidates that lack texts in one or both directions; empty where the gap was clear
 */
public record RerankResult(
    RerankOutcome outcome,
    double gap,
    double threshold,
    List<Integer> before,
    List<Integer> after,
    Map<Integer, Double> scores,
    List<ClassPair> missing) {

  public boolean applied() {
    return outcome == RerankOutcome.APPLIED;
  }

  /** Whether another label came to be first. */
  public boolean flipped() {
    return !before.getFirst().equals(after.getFirst());
  }

  /** The first n labels in their final order: the candidates, then the others as the first stage ranked them. */
  public int[] top(ClassScores firstStage, int n) {
    int[] order = firstStage.top(n);
    for (int i = 0; i < Math.min(order.length, after.size()); i++) {
      order[i] = after.get(i);
    }
    return order;
  }
}
