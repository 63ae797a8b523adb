package dev.clipcoder.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TopKProperties {

  /** Few values, so that many are equal. */
  @Property(seed = "80")
  void top_isTheBeginningOfTheStableSort(
      @ForAll @Size(max = 60) List<@IntRange(min = -5, max = 5) Integer> scores,
      @ForAll @IntRange(max = 70) int k) {
    List<Integer> expected = IntStream.range(0, scores.size())
        .filter(place -> place % 3 != 1)
        .boxed()
        .sorted(Comparator.comparingInt((Integer place) -> -scores.get(place)))
        .limit(k)
        .toList();
    double[] values = scores.stream().mapToDouble(Integer::doubleValue).toArray();
    assertThat(Arrays.stream(TopK.of(values, k, place -> place % 3 != 1)).boxed())
        .containsExactlyElementsOf(expected);
  }
}
