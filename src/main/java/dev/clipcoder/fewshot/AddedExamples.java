package dev.clipcoder.fewshot;

import java.util.List;

/**
 * What became of examples that were sent together.
 *
 * @param set after it
 * @param outcomes in the order in which they were sent
 */
public record AddedExamples(SupportSet set, List<ExampleOutcome> outcomes) {

  public AddedExamples {
    outcomes = List.copyOf(outcomes);
  }

  /** Whether anything changed. */
  public boolean isNew() {
    return outcomes.stream().anyMatch(outcome -> outcome.status() != ExampleOutcome.Status.PRESENT);
  }
}
