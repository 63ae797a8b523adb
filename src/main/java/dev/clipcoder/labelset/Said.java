package dev.clipcoder.labelset;

import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetDefinition.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * One text of a definition as it was written, before templates are put around it.
 *
 * @param kind of text; for one-to-one texts with the label that they differ from
 */
record Said(String label, String kind, String text) {

  /** By class: name, attribute, analogous, synonym; then the one-to-one texts. {@link Expansion} counts the same way. */
  static List<Said> allOf(LabelSetDefinition definition) {
    List<Said> all = new ArrayList<>();
    for (LabelClass one : definition.classes()) {
      all.add(new Said(one.label(), "name", one.name()));
      one.texts().attribute().forEach(text -> all.add(new Said(one.label(), "attribute", text)));
      one.texts().analogous().forEach(text -> all.add(new Said(one.label(), "analogous", text)));
      one.texts().synonym().forEach(text -> all.add(new Said(one.label(), "synonym", text)));
    }
    for (Pair pair : definition.oneToOne()) {
      pair.texts().forEach(text -> all.add(new Said(pair.label(), "not " + pair.other(), text)));
    }
    return all;
  }
}
