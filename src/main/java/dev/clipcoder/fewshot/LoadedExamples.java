package dev.clipcoder.fewshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The examples of a set in memory, in their order. Immutable.
 *
 * @param version of the set up to which all changes are there
 * @param examples those that have an embedding of the loaded model; places ascend
 * @param missing how many have none
 */
record LoadedExamples(int version, List<StoredExample> examples, int missing) {

  /** Objects of an entry beside its numbers. */
  private static final int OVERHEAD = 200;

  static LoadedExamples of(int version, List<StoredExample> all) {
    List<StoredExample> encoded =
        all.stream().filter(example -> example.embedding() != null).toList();
    return new LoadedExamples(version, encoded, all.size() - encoded.size());
  }

  /**
   * With what has changed.
   *
   * @param stillMissing how many examples have no embedding after it
   */
  LoadedExamples with(int newVersion, List<StoredExample> changes, int stillMissing) {
    if (changes.isEmpty()) {
      return new LoadedExamples(newVersion, examples, stillMissing);
    }
    Map<String, StoredExample> changed = new HashMap<>();
    changes.forEach(change -> changed.put(change.id(), change));
    List<StoredExample> merged = new ArrayList<>(examples.size() + changes.size());
    for (StoredExample example : examples) {
      if (!changed.containsKey(example.id())) {
        merged.add(example);
      }
    }
    for (StoredExample change : changed.values()) {
      if (!change.gone() && change.embedding() != null) {
        merged.add(change);
      }
    }
    merged.sort(Comparator.comparingLong(StoredExample::place));
    return new LoadedExamples(newVersion, List.copyOf(merged), stillMissing);
  }

  /** About how much memory it takes. */
  long bytes() {
    return examples.isEmpty()
        ? OVERHEAD
        : examples.size() * (OVERHEAD + (long) Float.BYTES * dimension());
  }

  private int dimension() {
    var embedding = examples.getFirst().embedding();
    return embedding == null ? 0 : embedding.dimension();
  }
}
