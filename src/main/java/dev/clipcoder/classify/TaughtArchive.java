package dev.clipcoder.classify;

import dev.clipcoder.fewshot.ExampleOutcome;
import java.util.List;

/**
 * What became of an archive of pictures.
 *
 * @param outcomes of those that are examples now, in the order of the archive
 * @param faults of the others
 */
public record TaughtArchive(List<ExampleOutcome> outcomes, List<Fault> faults) {

  public TaughtArchive {
    outcomes = List.copyOf(outcomes);
    faults = List.copyOf(faults);
  }

  /**
   * A file of the archive that is no example.
   *
   * @param name its name in the archive, made harmless
   * @param reason a sentence
   */
  public record Fault(String name, String reason) {}
}
