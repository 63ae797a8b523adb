package dev.clipcoder.labelset;

import java.util.Set;

/** The ids of the sets that live as files. */
final class FileManagedSets {

  private volatile Set<String> ids = Set.of();

  Set<String> ids() {
    return ids;
  }

  void replace(Set<String> present) {
    ids = Set.copyOf(present);
  }

  /** @throws FileManagedLabelSetException if the set lives as a file */
  void requireEditable(String id) {
    if (ids.contains(id)) {
      throw new FileManagedLabelSetException(id);
    }
  }
}
