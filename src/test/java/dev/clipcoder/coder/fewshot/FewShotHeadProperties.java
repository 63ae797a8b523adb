package dev.clipcoder.coder.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.embedding.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every method against its formula. */
class FewShotHeadProperties {

  static final List<FewShotMethod> METHODS = List.of(
      new FewShotMethod.CoderAdapter(2.5, 3.57),
      new FewShotMethod.TipAdapter(0.39, 3.57),
      new FewShotMethod.Gda(0.02),
      new FewShotMethod.ProKer(1, 3, 0.05),
      new FewShotMethod.ProKer(0.5, 1.7, 0.3),
      new FewShotMethod.NearestClassMean(false),
      new FewShotMethod.NearestClassMean(true));

  static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int c = 0; c < expected.length; c++) {
      assertThat(actual[c])
          .as("class %d", c)
          .isFinite()
          .isCloseTo(expected[c], within(1e-9 * Math.max(1, Math.abs(expected[c]))));
    }
  }

  private static void assertOracle(RandomSupport set, Embedding image) {
    for (FewShotMethod method : METHODS) {
      assertClose(
          FewShotHead.of(set.support(), method).logits(image),
          set.oracle().logits(RandomSupport.values(image), method));
    }
  }

  @Property(tries = 400, seed = "70")
  void logits_areTheFormula(@ForAll long seed) {
    RandomSupport set = RandomSupport.of(seed);
    assertOracle(
        set, RandomSupport.unit(new Random(~seed), set.texts().getFirst().dimension()));
    assertOracle(set, set.examples().getFirst().embedding());
  }

  @Property(tries = 100, seed = "71")
  void oneExampleInTotal(@ForAll long seed) {
    Random random = new Random(seed);
    int[] shots = new int[1 + random.nextInt(4)];
    shots[random.nextInt(shots.length)] = 1;
    RandomSupport set = RandomSupport.of(random, 6, 1 + random.nextInt(12), shots, 0);
    assertOracle(set, RandomSupport.unit(random, 6));
  }

  @Property(tries = 100, seed = "72")
  void oneClass(@ForAll long seed) {
    Random random = new Random(seed);
    RandomSupport set =
        RandomSupport.of(random, 6, 1 + random.nextInt(12), new int[] {1 + random.nextInt(5)}, 1);
    assertOracle(set, RandomSupport.unit(random, 6));
  }

  /** All affinities are equal, of all classes; the scatter is zero. */
  @Property(tries = 100, seed = "73")
  void identicalExamples(@ForAll long seed) {
    Random random = new Random(seed);
    RandomSupport set = RandomSupport.of(random, 6, 1 + random.nextInt(12), new int[] {3, 2, 4}, 0);
    Embedding same = RandomSupport.unit(random, 6);
    assertOracle(
        set.with(set.examples().stream()
            .map(example -> new SupportExample(same, example.classIndex(), example.group()))
            .toList()),
        RandomSupport.unit(random, 6));
  }

  /** Different examples at the same cosine from the image, in CLIP space and, by the axes as texts, in CODER space. */
  @Test
  void equalAffinities_sayNothing() {
    RandomSupport set = new RandomSupport(
        List.of(axis(0), axis(1)),
        List.of(axis(0), axis(1), axis(2)),
        50,
        List.of(
            new SupportExample(axis(0), 0, "a"),
            new SupportExample(axis(1), 1, "b"),
            new SupportExample(axis(2), 1, "c")));
    Embedding image = Embedding.normalized(new float[] {1, 1, 1});
    assertOracle(set, image);
    double[] logits =
        FewShotHead.of(set.support(), new FewShotMethod.CoderAdapter(30, 5)).logits(image);
    assertThat(logits[0]).isCloseTo(logits[1], within(1e-9));
  }

  /** An image that no text knows has a CODER vector of zeros. */
  @Test
  void imageOrthogonalToAllTexts_isFinite() {
    RandomSupport set = new RandomSupport(
        List.of(axis(0), axis(1)),
        List.of(axis(0), axis(1)),
        50,
        List.of(new SupportExample(axis(0), 0, "a"), new SupportExample(axis(2), 1, "b")));
    assertOracle(set, axis(2));
  }

  private static Embedding axis(int axis) {
    float[] values = new float[3];
    values[axis] = 1;
    return Embedding.ofUnit(values);
  }

  @Test
  void fiveHundredExamplesInOneClassAndOneInAnother() {
    Random random = new Random(3);
    RandomSupport set = RandomSupport.of(random, 16, 10, new int[] {500, 1, 0}, 0);
    assertOracle(set, RandomSupport.unit(random, 16));
    assertOracle(set, set.examples().getLast().embedding());
  }

  /** Ten copies of an example vote like one. */
  @Test
  void cacheVote_doesNotGrowWithTheNumberOfExamples() {
    Random random = new Random(4);
    RandomSupport set = RandomSupport.of(random, 8, 10, new int[] {1, 1}, 0);
    List<SupportExample> more = new ArrayList<>(set.examples());
    for (int i = 0; i < 9; i++) {
      more.add(set.examples().getFirst());
    }
    Embedding image = RandomSupport.unit(random, 8);
    for (FewShotMethod method : METHODS.subList(0, 2)) {
      assertClose(
          FewShotHead.of(set.with(more).support(), method).logits(image),
          FewShotHead.of(set.support(), method).logits(image));
    }
  }

  /** A class without examples stays between the others by its text, whatever is said of them. */
  @Property(tries = 50, seed = "74")
  void classWithoutExamples_getsTheMeanOfTheOthers(@ForAll long seed) {
    Random random = new Random(seed);
    RandomSupport set = RandomSupport.of(random, 8, 10, new int[] {3, 0, 4}, 0);
    Embedding image = RandomSupport.unit(random, 8);
    Texts texts = set.support().texts();
    double[] clip = texts.cosines(texts.vector(image));
    for (FewShotMethod method : METHODS.subList(0, 5)) {
      double[] logits = FewShotHead.of(set.support(), method).logits(image);
      double[] said = new double[3];
      for (int c = 0; c < 3; c++) {
        said[c] = logits[c] - set.scale() * clip[c];
      }
      assertThat(said[1])
          .isCloseTo((said[0] + said[2]) / 2, within(1e-9 * (1 + Math.abs(said[0]))));
    }
  }

  /** The compact space against all K numbers of the CODER vector. */
  @ParameterizedTest
  @CsvSource({"20", "300", "812"})
  void coderAdapter_inCompactSpaceIsTheDirectForm(int texts) {
    Random random = new Random(texts);
    RandomSupport set = RandomSupport.of(random, 512, texts, new int[] {8, 8, 8, 8}, 0);
    FewShotMethod.CoderAdapter method = new FewShotMethod.CoderAdapter(10, 5);
    FewShotHead head = FewShotHead.of(set.support(), method);
    for (Embedding image : RandomSupport.units(random, 5, 512)) {
      double[] direct = set.oracle().coderAdapter(RandomSupport.values(image), 10, 5);
      double[] compact = head.logits(image);
      for (int c = 0; c < direct.length; c++) {
        assertThat(compact[c]).isCloseTo(direct[c], within(1e-9));
      }
    }
  }

  /** Sizes at which the blocks of the matrix products have borders. */
  @Test
  void manyExamplesAndDimensions() {
    Random random = new Random(6);
    RandomSupport set = RandomSupport.of(random, 70, 5, new int[] {90, 130, 7}, 1);
    assertOracle(set, RandomSupport.unit(random, 70));
  }

  @Property(tries = 20, seed = "75")
  void logits_areTheSameTheSecondTime(@ForAll long seed) {
    RandomSupport set = RandomSupport.of(seed);
    Embedding image =
        RandomSupport.unit(new Random(seed), set.texts().getFirst().dimension());
    for (FewShotMethod method : METHODS) {
      assertThat(FewShotHead.of(set.support(), method).logits(image))
          .isEqualTo(FewShotHead.of(set.support(), method).logits(image));
    }
  }
}
