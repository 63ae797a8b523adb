package dev.clipcoder.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.coder.Background;
import dev.clipcoder.evaluation.Recommendation.ThresholdFit;
import dev.clipcoder.labelset.LabelSetDefinition.Mode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecommenderTest {

  private static Answer answer(boolean right, double confidence) {
    return new Answer(0, List.of(right ? 0 : 1), confidence, 0.5, false);
  }

  private static MethodAnswers answers(List<Answer> answers) {
    return new MethodAnswers("coder", List.of("cat", "dog"), Background.none(), answers);
  }

  /** Twenty right ones above 0.5, five wrong ones below: the line is between. */
  private static List<Answer> separable() {
    List<Answer> answers = new ArrayList<>();
    IntStream.range(0, 20).forEach(i -> answers.add(answer(true, 0.6 + i * 0.01)));
    IntStream.range(0, 5).forEach(i -> answers.add(answer(false, 0.4 - i * 0.01)));
    Collections.shuffle(answers, new Random(1));
    return answers;
  }

  @Test
  void threshold_isTheLowestThatReachesTheTarget() {
    // One wrong in 21 is 95.2 % right, two in 22 are not: the first wrong one is let in.
    assertThat(AcceptanceFit.threshold(separable())).hasValue(0.395);
  }

  @Test
  void threshold_whereAllMayBeAccepted_isZero_whereNoneReachesTheTarget_isEmpty() {
    assertThat(AcceptanceFit.threshold(List.of(answer(true, 0.2)))).hasValue(0);
    assertThat(AcceptanceFit.threshold(List.of(answer(false, 0.9), answer(true, 0.2))))
        .isEqualTo(OptionalDouble.empty());
  }

  @Test
  void threshold_equalProbabilities_areAcceptedTogether() {
    List<Answer> answers =
        List.of(answer(true, 0.9), answer(true, 0.7), answer(false, 0.7), answer(false, 0.1));

    assertThat(AcceptanceFit.threshold(answers)).hasValue(0.8);
  }

  @Test
  void threshold_whatBackgroundBeats_isNoneOfTheAccepted() {
    Answer beaten = new Answer(0, List.of(1), 0.9, 0.1, true);

    assertThat(AcceptanceFit.threshold(List.of(beaten, answer(true, 0.2)))).hasValue(0);
  }

  @Test
  void recommend_single_isAPatchOfTheThreshold() {
    Recommendation recommended =
        new Recommender(answers(separable()), List.of(), Mode.SINGLE).recommend();

    assertThat(recommended.patch().toString()).isEqualTo("{\"decision\":{\"threshold\":0.395}}");
    assertThat(recommended.notes().getFirst()).contains("Fitted on the 25 pictures");
    ThresholdFit threshold = Objects.requireNonNull(recommended.threshold());
    assertThat(threshold.accepted()).isEqualTo(new Proportion(21, 25));
    assertThat(threshold.right()).isEqualTo(new Proportion(20, 21));
  }

  @Test
  void recommend_multi_hasNoThreshold() {
    Recommendation recommended =
        new Recommender(answers(separable()), List.of(), Mode.MULTI).recommend();

    assertThat(recommended.patch().toString()).isEqualTo("{}");
    assertThat(recommended.threshold()).isNull();
    assertThat(recommended.notes()).anyMatch(note -> note.startsWith("No thresholds"));
  }

  @Test
  void recommend_labelWithManyAnswers_hasItsOwnThreshold() {
    List<Answer> answers = new ArrayList<>();
    IntStream.range(0, 30).forEach(_ -> answers.add(answer(true, 0.9)));
    IntStream.range(0, 5).forEach(_ -> answers.add(answer(false, 0.1)));

    Recommendation recommended =
        new Recommender(answers(answers), List.of(), Mode.SINGLE).recommend();

    assertThat(recommended.patch().toString())
        .isEqualTo("{\"decision\":{\"threshold\":0.5,\"thresholds\":{\"cat\":0.0}}}");
  }

  /** The rerank mends close calls, and spoils clear ones. */
  private static List<RerankTrial> trials() {
    List<RerankTrial> trials = new ArrayList<>();
    IntStream.range(0, 10)
        .forEach(_ -> trials.add(new RerankTrial(0.08, answer(false, 0.5), answer(true, 0.5))));
    IntStream.range(0, 10)
        .forEach(_ -> trials.add(new RerankTrial(0.3, answer(true, 0.6), answer(false, 0.6))));
    return trials;
  }

  @Test
  void gap_isTheSmallestOfTheBest() {
    assertThat(RerankTrial.best(trials())).isEqualTo(0.1);
    assertThat(RerankTrial.best(trials().subList(0, 10))).isEqualTo(0.1);
    assertThat(RerankTrial.best(trials().subList(10, 20))).isZero();
  }

  @Test
  void gap_ofOne_reranksAlways() {
    RerankTrial certain = new RerankTrial(1, answer(false, 1), answer(true, 1));

    assertThat(certain.at(0.7).isRight()).isFalse();
    assertThat(certain.at(1).isRight()).isTrue();
  }

  @Test
  void recommend_rerank_isEnabledOnlyWhereItPays() {
    List<RerankTrial> all = trials();
    List<RerankTrial> harmful = all.subList(10, 20);

    assertThat(recommend(all).patch().path("rerank").toString())
        .isEqualTo("{\"enabled\":true,\"gap\":0.1}");
    assertThat(Objects.requireNonNull(recommend(all).gap()).heldOut())
        .isEqualTo(new Proportion(20, 20));
    assertThat(recommend(harmful).patch().path("rerank").toString())
        .isEqualTo("{\"enabled\":false}");
  }

  private static Recommendation recommend(List<RerankTrial> trials) {
    List<Answer> without = trials.stream().map(RerankTrial::without).toList();
    return new Recommender(answers(without), trials, Mode.SINGLE).recommend();
  }

  @Test
  void crossFit_neverFitsOnWhatItIsAppliedTo() {
    List<Integer> items = IntStream.range(0, 23).boxed().toList();

    List<Boolean> seen = Folds.crossFit(items, rest -> rest::contains);

    assertThat(seen).hasSize(23).containsOnly(false);
  }
}
