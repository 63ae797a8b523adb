package dev.clipcoder.classify;

import dev.clipcoder.labelset.LabelSetVersion;
import java.util.List;

/** A label of a pair is none of the label set. */
public final class UnknownLabelException extends ClassifyException {

  private final String label;
  private final transient List<String> known;

  UnknownLabelException(String label, LabelSetVersion version) {
    super("Label set '%s' has no label '%s'.".formatted(version.id(), label));
    this.label = label;
    this.known = version.definition().classes().stream().map(one -> one.label()).toList();
  }

  public String label() {
    return label;
  }

  /** The labels that there are. */
  public List<String> known() {
    return known;
  }
}
