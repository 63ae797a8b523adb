package dev.clipcoder.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class SoftmaxPropertyTest {

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Property
  void probabilities_sumToOne(
      @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = -1, max = 1) Double> scores,
      @ForAll @DoubleRange(min = 0.01, max = 10_000) double scale) {
    double[] probabilities = Softmax.of(array(scores), scale);
    assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-9));
    assertThat(Arrays.stream(probabilities).boxed()).allMatch(one -> one >= 0 && one <= 1);
  }

  @Property
  void probabilities_doNotChangeWhenAllScoresShift(
      @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = -1, max = 1) Double> scores,
      @ForAll @DoubleRange(min = -100, max = 100) double shift) {
    List<Double> shifted = scores.stream().map(score -> score + shift).toList();
    assertThat(Softmax.of(array(shifted), 100))
        .containsExactly(Softmax.of(array(scores), 100), within(1e-9));
  }

  @Property
  void probabilities_haveTheOrderOfTheScores(
      @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = -1, max = 1) Double> scores) {
    double[] probabilities = Softmax.of(array(scores), 50);
    for (int i = 1; i < probabilities.length; i++) {
      // Scores that differ by less than a double's resolution may end level, never the other way
      // round.
      if (scores.get(i - 1) <= scores.get(i)) {
        assertThat(probabilities[i - 1]).isLessThanOrEqualTo(probabilities[i]);
      } else {
        assertThat(probabilities[i - 1]).isGreaterThanOrEqualTo(probabilities[i]);
      }
    }
  }
}
