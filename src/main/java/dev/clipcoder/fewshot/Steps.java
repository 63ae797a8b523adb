package dev.clipcoder.fewshot;

import dev.clipcoder.fewshot.FittedSet.UsedExample;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From one list of examples to another by removing some and adding others at the end.
 *
 * @param removed their places, the last first, so that each is right when its turn comes
 * @param added how many of the last are new
 */
record Steps(List<Integer> removed, int added) {

  Steps {
    removed = List.copyOf(removed);
  }

  int count() {
    return removed.size() + added;
  }

  /** Null where the lists differ in another way. */
  static @Nullable Steps between(List<UsedExample> before, List<UsedExample> after) {
    Set<UsedExample> kept = new HashSet<>(after);
    List<Integer> removed = new ArrayList<>();
    int next = 0;
    for (int place = 0; place < before.size(); place++) {
      UsedExample example = before.get(place);
      if (!kept.contains(example)) {
        removed.addFirst(place);
      } else if (next < after.size() && after.get(next).equals(example)) {
        next++;
      } else {
        return null;
      }
    }
    // A support is never empty in between.
    return next == 0 ? null : new Steps(removed, after.size() - next);
  }
}
