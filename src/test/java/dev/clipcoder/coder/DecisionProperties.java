package dev.clipcoder.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionProperties {

  private static double[] coder(RandomSet set) {
    return new Oracle(set).coder(1, 1, 1, false);
  }

  private static ClassScores scores(RandomSet set, double scale) {
    return ClassScores.of(coder(set), scale, set.backgroundClasses());
  }

  /** Scales from one that hardly tells classes apart to CLIP's. */
  private static double scale(long seed) {
    return new double[] {1, 10, 100}[new Random(seed).nextInt(3)];
  }

  private static Thresholds thresholds(long seed, int classes) {
    Random random = new Random(seed + 1);
    Map<Integer, Double> byClass = new HashMap<>();
    for (int c = 0; c < classes; c++) {
      if (random.nextBoolean()) {
        byClass.put(c, random.nextDouble());
      }
    }
    return new Thresholds(random.nextBoolean() ? random.nextDouble() : null, byClass);
  }

  private static double[] plain(Thresholds thresholds, int classes, double otherwise) {
    double[] plain = new double[classes];
    for (int c = 0; c < classes; c++) {
      Double standard = thresholds.standard();
      plain[c] = thresholds.byClass().getOrDefault(c, standard == null ? otherwise : standard);
    }
    return plain;
  }

  private static String reason(Decision decision) {
    Rejection reason = decision.reason();
    return reason == null
        ? "accepted"
        : switch (reason) {
          case BACKGROUND -> "background";
          case BELOW_THRESHOLD -> "below-threshold";
        };
  }

  @Property(tries = 300, seed = "20")
  void probabilitiesGapAndRanking_equalTheFormulas(@ForAll long seed) {
    RandomSet set = RandomSet.of(seed);
    Oracle oracle = new Oracle(set);
    ClassScores scores = scores(set, scale(seed));
    double[] probabilities = Oracle.softmax(coder(set), scale(seed));
    for (int c = 0; c < probabilities.length; c++) {
      assertThat(scores.probability(c)).isCloseTo(probabilities[c], within(1e-9));
    }
    assertThat(scores.gap()).isCloseTo(oracle.gap(coder(set), scale(seed)), within(1e-9));
    assertThat(Arrays.stream(scores.top(99)).boxed())
        .containsExactlyElementsOf(oracle.ranking(coder(set)));
  }

  @Property(tries = 500, seed = "21")
  void single_equalsTheFormula(@ForAll long seed) {
    RandomSet set = RandomSet.of(seed);
    Thresholds thresholds = thresholds(seed, set.classes().size());
    ClassScores scores = scores(set, scale(seed));
    int first = scores.top(1)[0];
    Decision decision = new DecisionRule.Single(thresholds).decide(scores, first);
    assertThat(reason(decision))
        .isEqualTo(new Oracle(set)
            .single(
                coder(set), scale(seed), first, plain(thresholds, set.classes().size(), 0)));
    assertThat(decision.accepted()).isEqualTo(decision.reason() == null);
    assertThat(decision.labels()).isEqualTo(decision.accepted() ? List.of(first) : List.of());
    assertThat(decision.probabilities())
        .containsExactly(Oracle.softmax(coder(set), scale(seed)), within(1e-9));
  }

  @Property(tries = 500, seed = "22")
  void multi_equalsTheFormula(@ForAll long seed) {
    RandomSet set = RandomSet.of(seed);
    if (set.backgroundClasses().isEmpty()) {
      return;
    }
    Thresholds thresholds = thresholds(seed, set.classes().size());
    double[] plain = plain(thresholds, set.classes().size(), 0.5);
    ClassScores scores = scores(set, scale(seed));
    Decision decision = new DecisionRule.Multi(thresholds).decide(scores, scores.top(1)[0]);
    double[] expected = new Oracle(set).multi(coder(set), scale(seed));
    List<Integer> accepted = new Oracle(set)
        .ranking(expected).stream().filter(c -> expected[c] >= plain[c]).toList();
    assertThat(decision.probabilities()).containsExactly(expected, within(1e-9));
    assertThat(decision.labels()).isEqualTo(accepted);
    assertThat(decision.accepted()).isEqualTo(!accepted.isEmpty());
    if (!decision.accepted()) {
      int best = scores.top(1)[0];
      assertThat(reason(decision))
          .isEqualTo(expected[best] <= 0.5 ? "background" : "below-threshold");
    }
  }

  private static ClassScores scores(double... scores) {
    return ClassScores.of(scores, 10, Background.of(IntStream.of(2)));
  }

  @Test
  void single_rejectsALabelThatOnlyEqualsTheBackground() {
    DecisionRule rule = new DecisionRule.Single(Thresholds.NONE);
    assertThat(rule.decide(scores(0.3, 0.1, 0.3), 0).reason()).isEqualTo(Rejection.BACKGROUND);
    assertThat(rule.decide(scores(0.31, 0.1, 0.3), 0).label()).hasValue(0);
  }

  @Test
  void single_judgesTheLabelThatTheRerankPutFirst() {
    DecisionRule rule = new DecisionRule.Single(new Thresholds(0.6, Map.of(1, 0.1)));
    assertThat(rule.decide(scores(0.4, 0.35, 0.2), 0).reason())
        .isEqualTo(Rejection.BELOW_THRESHOLD);
    assertThat(rule.decide(scores(0.4, 0.35, 0.2), 1).labels()).containsExactly(1);
    assertThat(rule.decide(scores(0.4, 0.1, 0.2), 1).reason()).isEqualTo(Rejection.BACKGROUND);
  }

  @Test
  void single_acceptsAtTheThreshold() {
    ClassScores even = ClassScores.of(new double[] {0.2, 0.2}, 100, Background.none());
    DecisionRule rule = new DecisionRule.Single(new Thresholds(0.5, Map.of()));
    assertThat(rule.decide(even, even.top(1)[0]).labels()).containsExactly(0);
  }

  @Test
  void single_acceptsTheFirstOfOneClassAlways() {
    ClassScores one = ClassScores.of(new double[] {-0.9}, 100, Background.none());
    assertThat(new DecisionRule.Single(Thresholds.NONE).decide(one, 0).accepted())
        .isTrue();
  }

  @Test
  void multi_takesTheMatchesOfTheCheckpoint() {
    double[] cosines = {0.12, 0.05, 0.11};
    ClassScores scores = ClassScores.of(cosines, 100, Background.none()).withMatches(-10);
    Decision decision = new DecisionRule.Multi(Thresholds.NONE).decide(scores, 0);
    assertThat(decision.labels()).containsExactly(0, 2);
    for (int c = 0; c < cosines.length; c++) {
      double match = 1 / (1 + Math.exp(-(100 * cosines[c] - 10)));
      assertThat(decision.probabilities()[c]).isCloseTo(match, within(1e-12));
      assertThat(scores.match(c)).hasValue(decision.probabilities()[c]);
    }
  }

  @Test
  void multi_doesNotHoldMatchesAgainstTheBackground() {
    ClassScores scores = scores(0.1, 0.1, 0.3).withMatches(-2);
    Decision decision = new DecisionRule.Multi(Thresholds.NONE).decide(scores, 0);
    assertThat(decision.reason()).isEqualTo(Rejection.BELOW_THRESHOLD);
  }

  @Test
  void multi_needsBackgroundOrMatches() {
    ClassScores scores = ClassScores.of(new double[] {0.1}, 100, Background.none());
    DecisionRule rule = new DecisionRule.Multi(Thresholds.NONE);
    assertThatThrownBy(() -> rule.decide(scores, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void threshold_isAProbability(double threshold) {
    assertThatThrownBy(() -> new Thresholds(threshold, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Thresholds(null, Map.of(0, threshold)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scores_needALabel() {
    assertThatThrownBy(
            () -> ClassScores.of(new double[] {0.1}, 100, Background.of(IntStream.of(0))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
