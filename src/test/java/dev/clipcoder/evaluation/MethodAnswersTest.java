package dev.clipcoder.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.coder.Background;
import dev.clipcoder.evaluation.MethodReport.Confusion;
import dev.clipcoder.evaluation.MethodReport.PerClass;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MethodAnswersTest {

  private static final List<String> LABELS = List.of("cat", "dog", "fox", "noise");
  private static final Background NOISE = Background.of(IntStream.of(3));

  private static Answer answer(int truth, boolean beaten, Integer... top) {
    return new Answer(truth, List.of(top), 0.5, 0.5, beaten);
  }

  private static final MethodAnswers ANSWERS = new MethodAnswers(
      "coder",
      LABELS,
      NOISE,
      List.of(
          answer(0, false, 0, 1),
          answer(0, true, 2, 0),
          answer(2, false, 1, 0),
          answer(2, false, 0, 1),
          answer(2, false, 0, 2),
          answer(3, true, 0, 1),
          answer(3, false, 1, 0)));

  @Test
  void report_countsPicturesOfLabels_andBackgroundApart() {
    MethodReport report = ANSWERS.report();

    assertThat(report.top1()).isEqualTo(new Proportion(1, 5));
    assertThat(report.top5()).isEqualTo(new Proportion(3, 5));
    assertThat(report.background()).isEqualTo(new Proportion(1, 2));
    assertThat(report.perClass())
        .containsExactly(
            new PerClass("cat", new Proportion(1, 2), new Proportion(2, 2)),
            new PerClass("fox", new Proportion(0, 3), new Proportion(1, 3)));
  }

  @Test
  void confusions_areTheMostFrequentFirst_thenInClassOrder() {
    assertThat(ANSWERS.report().confusions())
        .containsExactly(
            new Confusion("fox", "cat", 2),
            new Confusion("cat", "fox", 1),
            new Confusion("fox", "dog", 1));
  }

  @Test
  void comparison_pairsThePictures() {
    MethodAnswers other = new MethodAnswers(
        "clip",
        LABELS,
        NOISE,
        List.of(
            answer(0, false, 1),
            answer(0, false, 0),
            answer(2, false, 2),
            answer(2, false, 2),
            answer(2, false, 1),
            answer(3, false, 0),
            answer(3, false, 0)));

    Comparison comparison = Comparison.of(ANSWERS, other);

    assertThat(comparison.onlyFirstRight()).isEqualTo(1);
    assertThat(comparison.onlySecondRight()).isEqualTo(3);
    // 2·(C(4,0) + C(4,1))/2⁴
    assertThat(comparison.p()).isCloseTo(0.625, within(1e-12));
  }
}
