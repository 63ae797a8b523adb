package dev.clipcoder.evaluation;

import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Finds the class that a folder is named for: by its label, else by its name. An underscore is a space, and letters
 * with accents are the same however they are composed, which differs between file systems.
 */
final class LabelIndex {

  /** Stands for a name that several classes share. */
  private static final int SEVERAL = -1;

  private final Map<String, Integer> byLabel = new HashMap<>();
  private final Map<String, Integer> byName = new HashMap<>();

  LabelIndex(List<LabelClass> classes) {
    for (int i = 0; i < classes.size(); i++) {
      byLabel.put(normalized(classes.get(i).label()), i);
      byName.merge(normalized(classes.get(i).name()), i, (_, _) -> SEVERAL);
    }
  }

  /** The index of the class; empty if there is none, or if only a name fits and several classes have it. */
  OptionalInt of(String folder) {
    String wanted = normalized(folder);
    Integer found = byLabel.getOrDefault(wanted, byName.get(wanted));
    return found == null || found == SEVERAL ? OptionalInt.empty() : OptionalInt.of(found);
  }

  private static String normalized(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).replace('_', ' ').strip();
  }
}
