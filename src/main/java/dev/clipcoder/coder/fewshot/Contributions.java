package dev.clipcoder.coder.fewshot;

import dev.clipcoder.embedding.TopK;
import java.util.Arrays;
import java.util.List;

/** The largest of what examples add to a logit. */
final class Contributions {

  private Contributions() {}

  static List<ExampleContribution> largest(double[] contributions, int limit) {
    return Arrays.stream(TopK.of(contributions, limit, place -> contributions[place] > 0))
        .mapToObj(place -> new ExampleContribution(place, contributions[place]))
        .toList();
  }
}
