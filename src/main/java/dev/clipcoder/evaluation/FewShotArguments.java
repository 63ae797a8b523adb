package dev.clipcoder.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was asked about learning from examples.
 *
 * @param shots numbers of examples per class, ascending, each at least 1
 * @param draws how often the examples are drawn, at least 2: an interval needs two
 * @param seed of the draws
 */
record FewShotArguments(List<Integer> shots, int draws, int seed, List<FewShotChoice> methods) {

  static final Set<String> WITH_VALUE = Set.of("--shots", "--draws", "--seed", "--methods");

  private static final String DEFAULT_DRAWS = "10";
  private static final String DEFAULT_SEED = "1";
  private static final int MOST_DRAWS = 1000;
  private static final int MOST_SHOTS = 10_000;

  /**
   * Reads the values of the options.
   *
   * @return null if few-shot is not asked for
   * @throws EvaluationException if a value cannot be
   */
  static @Nullable FewShotArguments of(Map<String, String> values) {
    String shots = values.get("--shots");
    if (shots == null) {
      WITH_VALUE.stream().filter(values::containsKey).sorted().findFirst().ifPresent(option -> {
        throw new EvaluationException(
            "%s needs --shots, the numbers of examples per class, such as --shots 1,2,4."
                .formatted(option));
      });
      return null;
    }
    return new FewShotArguments(
        shots(shots),
        number("--draws", values.getOrDefault("--draws", DEFAULT_DRAWS), 2, MOST_DRAWS),
        number("--seed", values.getOrDefault("--seed", DEFAULT_SEED), 0, Integer.MAX_VALUE),
        methods(values.get("--methods")));
  }

  private static List<Integer> shots(String list) {
    Set<Integer> shots = new TreeSet<>();
    for (String part : list.split(",", -1)) {
      if (part.strip().equals("0")) {
        throw new EvaluationException(
            "--shots has 0. Without examples there are the rows clip and coder, which every report has.");
      }
      shots.add(number("--shots", part, 1, MOST_SHOTS));
    }
    return List.copyOf(shots);
  }

  private static int number(String option, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // As what is out of range.
    }
    throw new EvaluationException("%s has '%s'; it must be a whole number from %d to %d."
        .formatted(option, text.strip(), least, most));
  }

  private static List<FewShotChoice> methods(@Nullable String list) {
    if (list == null) {
      return FewShotChoice.all();
    }
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .distinct()
        .map(id -> FewShotChoice.ofId(id)
            .orElseThrow(() ->
                new EvaluationException("There is no few-shot method '%s'. There are %s."
                    .formatted(
                        id,
                        FewShotChoice.all().stream()
                            .map(FewShotChoice::id)
                            .collect(Collectors.joining(", "))))))
        .toList();
  }
}
