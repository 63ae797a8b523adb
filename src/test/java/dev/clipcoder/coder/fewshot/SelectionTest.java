package dev.clipcoder.coder.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which methods are tried, by the size of the support. */
class SelectionTest {

  private static RandomSupport set(int... shots) {
    return RandomSupport.of(new Random(5), 6, 9, shots, 0);
  }

  private static List<FewShotKind> tried(RandomSupport set) {
    return Selection.auto(set.support()).candidates().stream()
        .map(candidate -> candidate.method().kind())
        .toList();
  }

  /** Examples of two classes, all different groups. */
  private static Support large(int examples) {
    List<Embedding> texts = RandomSupport.units(new Random(1), 2, 3);
    List<Embedding> vectors = RandomSupport.units(new Random(2), 50, 3);
    return Support.of(
        EmbeddingMatrix.of(texts),
        100,
        IntStream.range(0, examples)
            .mapToObj(i -> new SupportExample(vectors.get(i % 50), i % 2, "e" + i))
            .toList());
  }

  @Test
  void oneShot_takesTheFixedSettingOfProKer() {
    FitReport report = Selection.auto(set(1, 1, 0, 1).support());
    assertThat(report.method()).isEqualTo(new FewShotMethod.ProKer(1, 3, 0.05));
    assertThat(report.candidates()).isEmpty();
    assertThat(report.chosen()).isEmpty();
    assertThat(report.examplesPerClass()).containsExactly(1, 1, 0, 1);
    assertThat(report.folds()).isZero();
  }

  @Test
  void oneShotWithViews_isOneShot() {
    RandomSupport set = set(1, 1);
    List<SupportExample> views =
        List.of(set.examples().get(0), set.examples().get(0), set.examples().get(1));
    assertThat(Selection.auto(set.with(views).support()).candidates()).isEmpty();
  }

  /** The loss of separated classes falls with every larger α; the gain says nothing about them. */
  @Test
  void classesThatSeparateWell_takeNoLargerAlphaThanIsWorthIt() {
    List<SupportExample> examples = IntStream.range(0, 8)
        .mapToObj(i -> new SupportExample(axis(i % 2), i % 2, "e" + i))
        .toList();
    Support support = Support.of(EmbeddingMatrix.of(List.of(axis(2), axis(2))), 100, examples);

    assertThat(Selection.of(FewShotKind.TIP_ADAPTER, support).method().alpha())
        .isGreaterThan(0)
        .isLessThan(100);
    assertThat(Selection.of(FewShotKind.PROKER, support).method().alpha()).isLessThan(16);
  }

  @Test
  void gda_isTriedFromFourShots() {
    assertThat(tried(set(3, 3)))
        .containsExactly(
            FewShotKind.CODER_ADAPTER,
            FewShotKind.TIP_ADAPTER,
            FewShotKind.PROKER,
            FewShotKind.NEAREST_CLASS_MEAN);
    assertThat(tried(set(4, 4))).contains(FewShotKind.GDA).hasSize(5);
  }

  /** Two classes along axes 0 and 1; text i points along the axis that is given for it. */
  private static Support oneExampleEach(int firstText, int secondText) {
    List<SupportExample> examples =
        List.of(new SupportExample(axis(0), 0, "first"), new SupportExample(axis(1), 1, "second"));
    EmbeddingMatrix texts = EmbeddingMatrix.of(List.of(axis(firstText), axis(secondText)));
    return Support.of(texts, 30, examples);
  }

  private static Embedding axis(int axis) {
    float[] values = new float[4];
    values[axis] = 1;
    return Embedding.ofUnit(values);
  }

  @Test
  void oneShot_textsThatAreWorseThanGuessing_areNotListenedTo() {
    Support wrong = oneExampleEach(1, 0);
    FitReport report = Selection.auto(wrong);
    assertThat(report.method()).isEqualTo(new FewShotMethod.NearestClassMean(false));
    assertThat(report.candidates()).isEmpty();
    double[] logits = FewShotHead.of(wrong, report.method()).logits(axis(0));
    assertThat(logits[0]).isGreaterThan(logits[1]);

    assertThat(Selection.auto(oneExampleEach(0, 1)).method().kind()).isEqualTo(FewShotKind.PROKER);
    // Right about the first by far, wrong about the second by little: at this scale worse than
    // guessing.
    EmbeddingMatrix halfWrong = EmbeddingMatrix.of(List.of(
        Embedding.normalized(new float[] {0.8f, 0.6f, 0, 0}),
        Embedding.normalized(new float[] {0, 0.5f, 0.866f, 0})));
    List<SupportExample> examples = List.of(wrong.example(0), wrong.example(1));
    assertThat(Selection.auto(Support.of(halfWrong, 30, examples)).method().kind())
        .isEqualTo(FewShotKind.NEAREST_CLASS_MEAN);
    assertThat(Selection.auto(Support.of(halfWrong, 1, examples)).method().kind())
        .isEqualTo(FewShotKind.PROKER);
    // Texts that say nothing are as good as guessing, not worse.
    assertThat(Selection.auto(oneExampleEach(2, 3)).method().kind()).isEqualTo(FewShotKind.PROKER);
  }

  /** The nearest class mean reads no texts, so it can never answer with a class that has no example. */
  @Test
  void classWithoutExamples_canStillBeTheAnswer() {
    List<SupportExample> examples = IntStream.range(0, 4)
        .mapToObj(i -> new SupportExample(axis(i % 2), i % 2, "e" + i))
        .toList();
    // The texts of the two classes with examples are confused, so that only the examples are right.
    Support support =
        Support.of(EmbeddingMatrix.of(List.of(axis(1), axis(0), axis(2))), 30, examples);
    FitReport report = Selection.auto(support);
    assertThat(report.candidates())
        .extracting(candidate -> candidate.method().kind())
        .containsExactly(FewShotKind.TIP_ADAPTER, FewShotKind.PROKER);
    double[] logits = FewShotHead.of(support, report.method()).logits(axis(2));
    assertThat(logits[2]).isGreaterThan(Math.max(logits[0], logits[1]));

    Support oneShot = Support.of(
        EmbeddingMatrix.of(List.of(axis(1), axis(0), axis(2))), 30, examples.subList(0, 2));
    assertThat(Selection.auto(oneShot).method().kind()).isEqualTo(FewShotKind.PROKER);
  }

  @Test
  void coderAdapter_needsASpace() {
    RandomSupport set = set(2, 2);
    Support support = Support.of(EmbeddingMatrix.of(set.texts()), set.scale(), set.examples());
    assertThat(Selection.auto(support).candidates())
        .extracting(candidate -> candidate.method().kind())
        .doesNotContain(FewShotKind.CODER_ADAPTER);
    assertThatThrownBy(() -> Selection.of(FewShotKind.CODER_ADAPTER, support))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("CODER vectors need the space of the texts");
  }

  @Test
  void above2000_onlyGdaAndNearestClassMeanAreTried() {
    FitReport report = Selection.auto(large(2001));
    assertThat(report.candidates())
        .extracting(candidate -> candidate.method().kind())
        .containsExactly(FewShotKind.GDA, FewShotKind.NEAREST_CLASS_MEAN);
    assertThat(report.folds()).isEqualTo(Fold.MOST);
    assertThat(report.heldOutExamples()).isEqualTo(100);
  }

  @Test
  void above2000_proKerTakesItsPublishedSetting() {
    FitReport report = Selection.of(FewShotKind.PROKER, large(2001));
    assertThat(report.method()).isEqualTo(new FewShotMethod.ProKer(1, 1.7, 0.1));
    assertThat(report.candidates()).isEmpty();
  }

  @Test
  void above20000_whatComparesIsRefused() {
    Support support = large(20_001);
    for (FewShotKind kind :
        List.of(FewShotKind.PROKER, FewShotKind.TIP_ADAPTER, FewShotKind.CODER_ADAPTER)) {
      assertThatThrownBy(() -> Selection.of(kind, support))
          .isInstanceOf(TooManyExamplesException.class)
          .hasMessage(
              "The method %s takes at most 20000 examples and there are 20001; use gda or"
                  + " nearest-class-mean.",
              kind.id());
    }
    assertThatThrownBy(() -> FewShotFit.of(support, new FewShotMethod.TipAdapter(1, 1)))
        .isInstanceOf(TooManyExamplesException.class);
    assertThat(Selection.of(FewShotKind.NEAREST_CLASS_MEAN, support).candidates())
        .hasSize(1);
  }

  /** Every grid contains plain CLIP, and the nearest class mean in both spaces. */
  @Test
  void grids_beginWithAlphaZero() {
    for (FewShotKind kind : FewShotKind.values()) {
      for (List<FewShotMethod> shape : Grid.of(kind, set(2, 2).support()).shapes()) {
        assertThat(shape.getFirst().alpha())
            .isEqualTo(kind == FewShotKind.NEAREST_CLASS_MEAN ? 1 : 0);
        assertThat(shape).allMatch(method -> method.kind() == kind);
      }
      assertThat(FewShotKind.ofId(kind.id())).contains(kind);
    }
    assertThat(Grid.of(FewShotKind.NEAREST_CLASS_MEAN, set(2, 2).support()).shapes())
        .hasSize(2);
  }

  /** Examples that are drawn by lot, whatever their class, are not listened to. */
  @Test
  void examplesThatDoNotHelp_leavePlainClip() {
    Random random = new Random(11);
    List<Embedding> texts = RandomSupport.units(random, 2, 40);
    List<SupportExample> examples = IntStream.range(0, 12)
        .mapToObj(i -> new SupportExample(mixed(texts.get(i % 2), random), i % 2, "e" + i))
        .toList();
    RandomSupport set = new RandomSupport(texts, texts, 12, examples);
    FitReport report = Selection.of(FewShotKind.TIP_ADAPTER, set.support());
    assertThat(report.chosen().orElseThrow().accuracy()).isEqualTo(1);
  }

  /** Near the text of its class, in random directions otherwise. */
  private static Embedding mixed(Embedding text, Random random) {
    float[] values = text.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (0.05 * random.nextGaussian());
    }
    return Embedding.normalized(values);
  }

  @Test
  void support_refusesViewsOfTwoClasses() {
    Embedding vector = RandomSupport.unit(new Random(1), 3);
    assertThatThrownBy(() -> new RandomSupport(
                List.of(vector, vector),
                List.of(vector),
                1,
                List.of(
                    new SupportExample(vector, 0, "picture"),
                    new SupportExample(vector, 1, "picture")))
            .support())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The views of picture are of classes 0 and 1");
  }
}
