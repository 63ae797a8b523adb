package dev.clipcoder.textgen;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What WordNet tells of a thing, as noun phrases, the most telling first.
 *
 * @param own what its own definition and parts tell
 * @param inherited what is true of its kind
 */
record Description(List<String> own, List<String> inherited) {

  List<String> attributes() {
    Set<String> all = new LinkedHashSet<>(own);
    all.addAll(inherited);
    return List.copyOf(all);
  }

  /** What is not said of the other one. */
  List<String> notOf(Description other) {
    Set<String> mine = new LinkedHashSet<>(attributes());
    mine.removeAll(other.attributes());
    return List.copyOf(mine);
  }
}
