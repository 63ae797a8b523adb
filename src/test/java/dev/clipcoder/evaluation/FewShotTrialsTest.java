package dev.clipcoder.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.coder.Background;
import dev.clipcoder.coder.fewshot.FewShotKind;
import dev.clipcoder.coder.fewshot.FewShotMethod;
import dev.clipcoder.coder.fewshot.FitReport;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.evaluation.FewShotReport.Figures;
import dev.clipcoder.evaluation.FewShotReport.MethodRow;
import dev.clipcoder.evaluation.FewShotReport.Shots;
import dev.clipcoder.evaluation.FewShotTrials.Learned;
import dev.clipcoder.evaluation.PictureEncoder.Seen;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The arithmetic of trials, on learners whose answers are known. */
class FewShotTrialsTest {

  private static final List<String> LABELS = List.of("cat", "dog", "fox");
  private static final FewShotChoice AUTO = new FewShotChoice(null);
  private static final FewShotChoice TIP = new FewShotChoice(FewShotKind.TIP_ADAPTER);

  /** Of cat 3, of dog 3, of fox none. */
  private static final List<Seen> PICTURES = IntStream.range(0, 6)
      .mapToObj(i -> new Seen(
          new LabelledPicture(Path.of(i + ".png"), i / 3),
          Embedding.normalized(new float[] {i + 1, 1})))
      .toList();

  /** Answers the first so many of a draw's pictures rightly, at a probability of e⁻¹. */
  private static MethodAnswers right(String method, Draw draw, int count) {
    List<Answer> answers = IntStream.range(0, draw.test().size())
        .mapToObj(i -> {
          int truth = draw.test().get(i).picture().classIndex();
          return new Answer(
              truth, List.of(i < count ? truth : 2), Math.exp(-1), Math.exp(-1), false);
        })
        .toList();
    return new MethodAnswers(method, LABELS, Background.none(), answers);
  }

  /** Plain CLIP has 2 of 4 right; auto 1, 2, 3, 4, … of them, draw by draw; tip-adapter cannot run. */
  private static final class Known implements FewShotTrials.Learner {

    private int learned;

    @Override
    public List<MethodAnswers> zeroShot(Draw draw) {
      return List.of(right("clip", draw, 2), right("coder", draw, 3));
    }

    @Override
    public Learned learn(Draw draw, FewShotChoice choice) {
      if (choice.equals(TIP)) {
        FewShotKind.TIP_ADAPTER.check(FewShotKind.MOST_EXAMPLES + 1);
      }
      learned++;
      FewShotMethod method =
          learned == 1 ? new FewShotMethod.Gda(1) : new FewShotMethod.NearestClassMean(false);
      return new Learned(
          right("auto", draw, learned), new FitReport(method, List.of(), List.of(), 0, 0));
    }
  }

  private static FewShotReport report(List<Seen> pictures) {
    return new FewShotTrials(new Known(), pictures, LABELS)
        .run(new FewShotArguments(List.of(1), 4, 1, List.of(AUTO, TIP)));
  }

  private static Figures figures(MethodRow row) {
    return Objects.requireNonNull(row.figures());
  }

  @Test
  void figures_areOverDraws_againstClipOnTheSameDraw() {
    Shots shots = report(PICTURES).shots().getFirst();

    assertThat(shots.support()).isEqualTo(2);
    assertThat(shots.test()).isEqualTo(4);
    assertThat(shots.methods())
        .extracting(MethodRow::method)
        .containsExactly("clip", "coder", "auto", "tip-adapter");
    Figures clip = figures(shots.methods().get(0));
    assertThat(clip.accuracy()).isEqualTo(new Spread(0.5, 0.5, 0.5, 0.5));
    assertThat(clip.gain().mean()).isZero();
    assertThat(figures(shots.methods().get(1)).gain())
        .isEqualTo(new Spread(0.25, 0.25, 0.25, 0.25));
    MethodRow auto = shots.methods().get(2);
    assertThat(auto.chosen()).isEqualTo(Map.of("gda", 1, "nearest-class-mean", 3));
    assertThat(auto.fixed()).isEqualTo(4);
    Figures learned = figures(auto);
    assertThat(learned.accuracy().mean()).isCloseTo(0.625, within(1e-12));
    assertThat(learned.accuracy().lowest()).isEqualTo(0.25);
    assertThat(learned.gain().mean()).isCloseTo(0.125, within(1e-12));
    assertThat(learned.drawsBelowClip()).isEqualTo(1);
    assertThat(learned.logLoss().mean()).isCloseTo(1, within(1e-12));
  }

  @Test
  void firstDraw_isTheTestAgainstClipOnThatDrawAlone() {
    List<MethodRow> rows = report(PICTURES).shots().getFirst().methods();

    assertThat(rows.get(0).firstDraw()).isNull();
    assertThat(rows.get(1).firstDraw()).isEqualTo(new Comparison("coder", "clip", 1, 0, 1));
    assertThat(rows.get(2).firstDraw()).isEqualTo(new Comparison("auto", "clip", 0, 1, 1));
    assertThat(rows.get(3).firstDraw()).isNull();
  }

  @Test
  void methodThatCannotRun_isShownWithTheReason() {
    MethodRow tip = report(PICTURES).shots().getFirst().methods().get(3);

    assertThat(tip.figures()).isNull();
    assertThat(tip.cannotRun()).contains("takes at most 20000 examples");
    assertThat(FewShotTable.of(report(PICTURES)))
        .contains("1     tip-adapter         cannot run: The method tip-adapter takes at most");
  }

  @Test
  void table_saysWhatWasLearned() {
    assertThat(FewShotTable.of(report(PICTURES)))
        .contains(
            "means over 4 draws, seed 1",
            "1 of each class, 2 in all, learned from; 4 judged",
            "0     clip                50.0 % (50.0 to 50.0)",
            "1     auto                62.5 % (",
            "+12.5 (",
            "1/4",
            "fixed: gda, nearest-class-mean");
  }

  @Test
  void notes_tellOfCopies_andOfClassesWithoutPictures() {
    Seen copy = new Seen(
        new LabelledPicture(Path.of("copy.png"), 0), PICTURES.getFirst().embedding());
    List<Seen> more = IntStream.rangeClosed(0, 6)
        .mapToObj(i -> i < 6 ? PICTURES.get(i) : copy)
        .toList();

    assertThat(report(PICTURES).notes())
        .singleElement()
        .asString()
        .startsWith("Classes without pictures: 1.");
    assertThat(report(more).notes())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("Copies of other pictures: 1.");
  }
}
