package dev.clipcoder.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.embedding.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RerankProperties {

  private static final Embedding RIGHT = Embedding.ofUnit(new float[] {1, 0});
  private static final Embedding UP = Embedding.ofUnit(new float[] {0, 1});

  private static RerankOptions options(long seed) {
    Random random = new Random(seed);
    return new RerankOptions(
        random.nextBoolean() ? 1 : random.nextDouble(),
        2 + random.nextInt(5),
        random.nextBoolean() ? RerankMode.REPLACE : RerankMode.FUSED,
        random.nextDouble() * 2);
  }

  @Property(tries = 1000, seed = "40")
  void rerank_equalsTheFormula(@ForAll long seed) {
    RandomSet set = RandomSet.of(seed);
    Oracle oracle = new Oracle(set);
    double[] first = oracle.coder(1, 1, 1, false);
    RerankOptions options = options(seed);
    double scale = new Random(seed).nextBoolean() ? 2 : 20;

    List<Integer> ranking = oracle.ranking(first);
    List<Integer> candidates = ranking.subList(0, Math.min(options.candidates(), ranking.size()));
    double[] measure = new double[first.length];
    for (int c : candidates) {
      double r = oracle.r(c, candidates);
      measure[c] = options.mode() == RerankMode.REPLACE ? r : first[c] + options.lambda() * r;
    }
    double gap = oracle.gap(first, scale);
    boolean close = gap < options.gap() || options.gap() >= 1;
    boolean compared = candidates.stream().anyMatch(c -> !Double.isNaN(measure[c]));

    ClassScores scores = ClassScores.of(first, scale, set.backgroundClasses());
    RerankResult result = new Reranker(set.differences(), options).rerank(scores, set.embedding());

    assertThat(result.gap()).isCloseTo(gap, within(1e-9));
    assertThat(result.before()).isEqualTo(candidates);
    assertThat(result.applied()).isEqualTo(close && compared);
    assertThat(result.outcome())
        .isEqualTo(
            !close
                ? RerankOutcome.CLEAR_GAP
                : candidates.size() < 2
                    ? RerankOutcome.ONE_LABEL
                    : compared ? RerankOutcome.APPLIED : RerankOutcome.NO_TEXTS);
    assertThat(result.after())
        .isEqualTo(result.applied() ? Oracle.reordered(candidates, measure) : candidates);
    assertThat(result.missing())
        .containsExactlyInAnyOrderElementsOf(close ? missing(oracle, candidates) : Set.of());
    for (int c : candidates) {
      if (result.applied() && !Double.isNaN(measure[c])) {
        assertThat(result.scores().get(c)).isCloseTo(measure[c], within(1e-6));
      } else {
        assertThat(result.scores()).doesNotContainKey(c);
      }
    }
    List<Integer> whole = new ArrayList<>(result.after());
    whole.addAll(ranking.subList(candidates.size(), ranking.size()));
    assertThat(Arrays.stream(result.top(scores, 99)).boxed()).containsExactlyElementsOf(whole);
    assertThat(Arrays.stream(result.top(scores, 1)).boxed()).containsExactly(whole.getFirst());
  }

  private static Set<ClassPair> missing(Oracle oracle, List<Integer> candidates) {
    Set<ClassPair> missing = new HashSet<>();
    for (int c : candidates) {
      for (int other : candidates) {
        if (c < other && !oracle.isPair(c, other)) {
          missing.add(new ClassPair(c, other));
        }
      }
    }
    return missing;
  }

  private static RerankOptions always(int candidates) {
    return new RerankOptions(1, candidates, RerankMode.REPLACE, 1);
  }

  private static ClassScores scores(double... scores) {
    return ClassScores.of(scores, 100, Background.none());
  }

  @Test
  void candidateWithoutTexts_keepsItsPlace() {
    PairDifferences.Builder pairs = PairDifferences.builder();
    pairs.add(2, 0, List.of(RIGHT));
    pairs.add(0, 2, List.of(UP));
    pairs.add(1, 0, List.of(RIGHT));
    RerankResult result =
        new Reranker(pairs.build(), always(3)).rerank(scores(0.3, 0.2, 0.1), RIGHT);
    assertThat(result.after()).containsExactly(2, 1, 0);
    assertThat(result.scores()).containsOnlyKeys(0, 2);
    assertThat(result.missing())
        .containsExactlyInAnyOrder(new ClassPair(0, 1), new ClassPair(1, 2));
    assertThat(result.flipped()).isTrue();
  }

  @Test
  void equalComparisons_keepTheFirstOrder() {
    PairDifferences.Builder pairs = PairDifferences.builder();
    for (int c = 0; c < 3; c++) {
      for (int other = 0; other < 3; other++) {
        if (c != other) {
          pairs.add(c, other, List.of(UP));
        }
      }
    }
    RerankResult result = new Reranker(pairs.build(), always(5)).rerank(scores(0.1, 0.3, 0.3), UP);
    assertThat(result.applied()).isTrue();
    assertThat(result.after()).containsExactly(1, 2, 0);
    assertThat(result.flipped()).isFalse();
  }

  @Test
  void thresholdOfOne_meansAlwaysEvenAtAGapOfOne() {
    PairDifferences.Builder pairs = PairDifferences.builder();
    pairs.add(0, 1, List.of(UP));
    pairs.add(1, 0, List.of(RIGHT));
    ClassScores certain = ClassScores.of(new double[] {1, -1}, 10_000, Background.none());
    assertThat(certain.gap()).isEqualTo(1);
    assertThat(new Reranker(pairs.build(), always(2)).rerank(certain, RIGHT).after())
        .containsExactly(1, 0);
  }

  @Test
  void thresholdOfZero_meansNever() {
    RerankOptions never = new RerankOptions(0, 5, RerankMode.REPLACE, 1);
    RerankResult result =
        new Reranker(PairDifferences.none(), never).rerank(scores(0.2, 0.2), RIGHT);
    assertThat(result.outcome()).isEqualTo(RerankOutcome.CLEAR_GAP);
  }

  @Test
  void background_entersTheGapAndIsNoCandidate() {
    ClassScores scores =
        ClassScores.of(new double[] {0.2, 0.5, 0.2}, 100, Background.of(IntStream.of(1)));
    RerankOptions usual = RerankOptions.DEFAULT;
    RerankResult result = new Reranker(PairDifferences.none(), usual).rerank(scores, RIGHT);
    assertThat(result.outcome()).isEqualTo(RerankOutcome.CLEAR_GAP);
    assertThat(result.before()).containsExactly(0, 2);
  }

  @Test
  void pairs_keepOneVectorForBothDirectionsAndNoneForOne() {
    PairDifferences.Builder pairs = PairDifferences.builder();
    pairs.add(0, 1, List.of(UP));
    pairs.add(1, 0, List.of(RIGHT));
    pairs.add(0, 2, List.of(UP));
    pairs.add(2, 0, List.of());
    PairDifferences differences = pairs.build();
    assertThat(differences.pairs()).isEqualTo(1);
    assertThat(differences.contains(ClassPair.of(1, 0))).isTrue();
    assertThat(differences.contains(ClassPair.of(0, 2))).isFalse();
  }

  @Test
  void pairs_refuseTheSameDirectionTwice() {
    PairDifferences.Builder pairs = PairDifferences.builder();
    pairs.add(0, 1, List.of(UP));
    assertThatThrownBy(() -> pairs.add(0, 1, List.of(RIGHT)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pairs.add(1, 1, List.of(RIGHT)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
