package dev.clipcoder.coder;

import dev.clipcoder.embedding.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Orders the first labels of a close call anew by texts on how each differs from the others (CODER, arXiv 2404.17753,
 * section 3.3): {@code r_c = mean over c' of [mean cos(f, texts(c|c')) − mean cos(f, texts(c'|c))]}, c' running over
 * the other candidates for which both directions have texts.
 */
public final class Reranker {

  private final PairDifferences pairs;
  private final RerankOptions options;

  public Reranker(PairDifferences pairs, RerankOptions options) {
    this.pairs = pairs;
    this.options = options;
  }

  /** The same rerank that never finds a call too clear: what it would do under any gap threshold. */
  public Reranker always() {
    return new Reranker(
        pairs, new RerankOptions(1, options.candidates(), options.mode(), options.lambda()));
  }

  public RerankResult rerank(ClassScores scores, Embedding image) {
    double gap = scores.gap();
    List<Integer> before =
        Arrays.stream(scores.top(options.candidates())).boxed().toList();
    if (!options.isClose(gap)) {
      return notApplied(RerankOutcome.CLEAR_GAP, gap, before, List.of());
    }
    if (before.size() < 2) {
      return notApplied(RerankOutcome.ONE_LABEL, gap, before, List.of());
    }
    List<ClassPair> missing = missing(before);
    Map<Integer, Double> rerankScores = rerankScores(before, scores, image.toArray());
    if (rerankScores.isEmpty()) {
      return notApplied(RerankOutcome.NO_TEXTS, gap, before, missing);
    }
    return new RerankResult(
        RerankOutcome.APPLIED,
        gap,
        options.gap(),
        before,
        order(before, rerankScores),
        Map.copyOf(rerankScores),
        missing);
  }

  private RerankResult notApplied(
      RerankOutcome outcome, double gap, List<Integer> before, List<ClassPair> missing) {
    return new RerankResult(outcome, gap, options.gap(), before, before, Map.of(), missing);
  }

  private List<ClassPair> missing(List<Integer> candidates) {
    List<ClassPair> missing = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      for (int j = i + 1; j < candidates.size(); j++) {
        ClassPair pair = ClassPair.of(candidates.get(i), candidates.get(j));
        if (!pairs.contains(pair)) {
          missing.add(pair);
        }
      }
    }
    return List.copyOf(missing);
  }

  private Map<Integer, Double> rerankScores(
      List<Integer> candidates, ClassScores scores, float[] image) {
    Map<Integer, Double> rerankScores = new HashMap<>();
    for (int candidate : candidates) {
      OptionalDouble comparison = candidates.stream()
          .filter(other -> other != candidate)
          .map(other -> pairs.compare(candidate, other, image))
          .flatMapToDouble(OptionalDouble::stream)
          .average();
      if (comparison.isPresent()) {
        double r = comparison.getAsDouble();
        rerankScores.put(
            candidate,
            switch (options.mode()) {
              case REPLACE -> r;
              case FUSED -> scores.score(candidate) + options.lambda() * r;
            });
      }
    }
    return rerankScores;
  }

  /** Candidates without a score keep their places; the others fill theirs, best first, equal ones as they were. */
  private static List<Integer> order(List<Integer> before, Map<Integer, Double> rerankScores) {
    List<Integer> compared = before.stream()
        .filter(rerankScores::containsKey)
        .sorted(Comparator.comparingDouble(rerankScores::get).reversed())
        .toList();
    List<Integer> after = new ArrayList<>(before);
    int next = 0;
    for (int place = 0; place < after.size(); place++) {
      if (rerankScores.containsKey(after.get(place))) {
        after.set(place, compared.get(next));
        next++;
      }
    }
    return List.copyOf(after);
  }
}
