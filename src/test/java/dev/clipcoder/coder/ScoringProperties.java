package dev.clipcoder.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.embedding.Embedding;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringProperties {

  private static final double[] WEIGHTS = {0, 0, 0.5, 1, 1, 3};

  private static CoderOptions options(long seed) {
    Random random = new Random(seed);
    return new CoderOptions(
        new KindWeights(weight(random), weight(random), weight(random)), random.nextBoolean());
  }

  private static double weight(Random random) {
    return WEIGHTS[random.nextInt(WEIGHTS.length)];
  }

  private static double[] oracle(RandomSet set, CoderOptions options) {
    KindWeights weights = options.weights();
    return new Oracle(set)
        .coder(weights.name(), weights.attribute(), weights.analogous(), options.classNorm());
  }

  private static CollapsedHead head(RandomSet set, CoderOptions options) {
    return CollapsedHead.of(
        set.bank(), set.layout(), TextWeights.of(set.bank(), set.layout(), options));
  }

  private static FullBankScorer full(RandomSet set, CoderOptions options) {
    return new FullBankScorer(
        set.bank(), set.layout(), TextWeights.of(set.bank(), set.layout(), options));
  }

  @Property(tries = 500, seed = "1")
  void fullBank_equalsTheFormula(@ForAll long seed) {
    RandomSet set = RandomSet.of(seed);
    assertThat(full(set, options(seed)).scores(set.embedding()))
        .containsExactly(oracle(set, options(seed)), within(1e-9));
  }

  @Property(tries = 500, seed = "2")
  void collapsedHead_equalsTheFormula(@ForAll long seed) {
    RandomSet set = RandomSet.of(seed);
    assertThat(head(set, options(seed)).scores(set.embedding()))
        .containsExactly(oracle(set, options(seed)), within(1e-6));
  }

  @Property(tries = 5, seed = "3")
  void collapsedHead_equalsTheFullBankAtFullSize(@ForAll long seed) {
    RandomSet set = RandomSet.of(new Random(seed), 1500, 768);
    CoderOptions options = options(seed);
    assertThat(head(set, options).scores(set.embedding()))
        .containsExactly(full(set, options).scores(set.embedding()), within(1e-6));
  }

  /** Rounding is worst where all products have one sign and are alike: it then goes one way. */
  @ParameterizedTest
  @ValueSource(ints = {512, 768, 1000, 1152})
  void collapsedHead_equalsTheFullBankWhereRoundingIsWorst(int dimension) {
    float[] even = new float[dimension];
    Arrays.fill(even, 1);
    float[] image = Embedding.normalized(even).toArray();
    RandomSet set = new RandomSet(
        List.of(new RandomSet.ClassTexts(
            List.of(image), List.of(image, image, image), List.of(), List.of())),
        Map.of(),
        new boolean[1],
        image);
    assertThat(head(set, CoderOptions.DEFAULT).scores(set.embedding()))
        .containsExactly(full(set, CoderOptions.DEFAULT).scores(set.embedding()), within(1e-6));
  }

  @Test
  void classNorm_scoresNothingWhereTheTextsCancelOut() {
    float[] text = {1, 0};
    RandomSet set = new RandomSet(
        List.of(new RandomSet.ClassTexts(
            List.of(new float[] {0, 1}), List.of(text, new float[] {-1, 0}), List.of(), List.of())),
        Map.of(),
        new boolean[1],
        new float[] {0.6f, 0.8f});
    CoderOptions options = new CoderOptions(KindWeights.EQUAL, true);
    assertThat(head(set, options).scores(set.embedding())[0]).isCloseTo(0.8 / 3, within(1e-6));
    assertThat(full(set, options).scores(set.embedding())[0]).isCloseTo(0.8 / 3, within(1e-6));
  }

  @Property(tries = 300, seed = "5")
  void nameHead_equalsTheFormula(@ForAll long seed) {
    RandomSet set = RandomSet.of(seed);
    assertThat(NameHead.of(set.bank(), set.layout()).scores(set.embedding()))
        .containsExactly(new Oracle(set).clip(), within(1e-6));
  }

  @Property(tries = 200, seed = "6")
  void vector_equalsTheFormula(@ForAll long seed) {
    RandomSet set = RandomSet.of(seed);
    CoderVector vector = CoderVector.of(set.bank(), set.embedding());
    double[] expected = new Oracle(set).vector();
    assertThat(vector.dimensions()).isEqualTo(expected.length);
    double square = 0;
    for (double value : expected) {
      square += value * value;
    }
    CoderVector unit = vector.normalized();
    for (int j = 0; j < expected.length; j++) {
      assertThat((double) vector.values()[j]).isCloseTo(expected[j], within(1e-6));
      assertThat((double) unit.values()[j])
          .isCloseTo(expected[j] / Math.sqrt(square), within(1e-6));
    }
  }

  @Property(tries = 200, seed = "7")
  void vector_selectsTheDimensionsOfItsKinds(@ForAll long seed) {
    RandomSet set = RandomSet.of(seed);
    CoderVector selected = CoderVector.of(set.bank(), set.embedding())
        .select(set.layout(), EnumSet.of(TextKind.NAME, TextKind.ANALOGOUS));
    int next = 0;
    for (RandomSet.ClassTexts texts : set.classes()) {
      for (List<float[]> kind : List.of(texts.names(), texts.analogous())) {
        for (float[] text : kind) {
          assertThat((double) selected.values()[next])
              .isCloseTo(Oracle.dot(set.image(), text), within(1e-6));
          next++;
        }
      }
    }
    assertThat(selected.dimensions()).isEqualTo(next);
  }

  @Test
  void vector_ofZerosStaysWhenNormalized() {
    assertThat(new CoderVector(new float[2]).normalized().values()).containsExactly(0, 0);
  }

  @Property(tries = 200, seed = "8")
  void layout_knowsTheClassAndKindOfEveryRow(@ForAll long seed) {
    RandomSet set = RandomSet.of(seed);
    TextBankLayout layout = set.layout();
    assertThat(layout.classes()).isEqualTo(set.classes().size());
    int row = 0;
    for (int c = 0; c < layout.classes(); c++) {
      RandomSet.ClassTexts texts = set.classes().get(c);
      row = assertRows(layout, row, c, TextKind.NAME, texts.names().size());
      row = assertRows(layout, row, c, TextKind.ATTRIBUTE, texts.attributes().size());
      row = assertRows(layout, row, c, TextKind.ANALOGOUS, texts.analogous().size());
      row = assertRows(layout, row, c, TextKind.SYNONYM, texts.synonyms().size());
    }
    assertThat(layout.texts()).isEqualTo(row);
  }

  private static int assertRows(TextBankLayout layout, int first, int c, TextKind kind, int count) {
    assertThat(layout.rows(c, kind)).isEqualTo(new RowRange(first, first + count));
    for (int row = first; row < first + count; row++) {
      assertThat(layout.classOf(row)).isEqualTo(c);
      assertThat(layout.kindOf(row)).isEqualTo(kind);
    }
    return first + count;
  }

  @Property(tries = 300, seed = "9")
  void contributions_sumToTheScore(@ForAll long seed) {
    RandomSet set = RandomSet.of(seed);
    CoderOptions options = options(seed);
    TextWeights weights = TextWeights.of(set.bank(), set.layout(), options);
    Explanation explanation = new Explanation(set.layout(), weights);
    double[] scores = oracle(set, options);
    for (int c = 0; c < scores.length; c++) {
      RowRange rows = set.layout().rows(c);
      double[] similarities = set.bank().cosines(set.embedding(), rows.from(), rows.to());
      List<TextContribution> all = explanation.deciding(c, similarities, rows.size());
      assertThat(all.stream().mapToDouble(TextContribution::contribution).sum())
          .isCloseTo(scores[c], within(1e-9));
      assertThat(all)
          .isSortedAccordingTo(
              Comparator.comparingDouble(TextContribution::contribution).reversed());
      assertThat(explanation.deciding(c, similarities, 2))
          .isEqualTo(all.subList(0, Math.min(2, all.size())));
      for (TextContribution one : all) {
        TextNeighbor text = one.text();
        assertThat(text.classIndex()).isEqualTo(c);
        assertThat(set.layout().rows(c, text.kind()))
            .matches(kind -> kind.from() <= text.row() && text.row() < kind.to());
        assertThat(text.similarity()).isEqualTo(similarities[text.row() - rows.from()]);
      }
    }
  }

  @Property(tries = 100, seed = "10")
  void nearest_areTheTextsOfTheLargestSimilarity(@ForAll long seed) {
    RandomSet set = RandomSet.of(seed);
    Explanation explanation = new Explanation(
        set.layout(), TextWeights.of(set.bank(), set.layout(), CoderOptions.DEFAULT));
    CoderVector vector = CoderVector.of(set.bank(), set.embedding());
    List<TextNeighbor> nearest = explanation.nearest(vector, 3);
    assertThat(nearest).hasSize(Math.min(3, vector.dimensions()));
    double last = nearest.getLast().similarity();
    int above = 0;
    for (float value : vector.values()) {
      above += value > last ? 1 : 0;
    }
    assertThat(above).isLessThan(nearest.size());
    assertThat(nearest)
        .allMatch(text -> text.similarity() == vector.values()[text.row()]
            && set.layout().classOf(text.row()) == text.classIndex());
  }
}
