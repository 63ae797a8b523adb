package dev.clipcoder.classify;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a picture may be, in the caller's order: in Unicode normal form C, without surrounding white space, none
 * empty, no two the same text.
 */
public record Labels(List<String> values) {

  /**
   * Brings the labels into their form.
   *
   * @throws InvalidLabelException if a label is empty, or reads the same as another one
   */
  public Labels {
    List<String> normalized = new ArrayList<>(values.size());
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      String label = Normalizer.normalize(values.get(i), Normalizer.Form.NFC).strip();
      if (label.isEmpty()) {
        throw new InvalidLabelException(i, "Label %d is empty.".formatted(i + 1));
      }
      Integer same = seen.putIfAbsent(label.replace('_', ' '), i);
      if (same != null) {
        throw new InvalidLabelException(i, sameText(normalized.get(same), label, same, i));
      }
      normalized.add(label);
    }
    values = List.copyOf(normalized);
  }

  private static String sameText(String first, String second, int firstIndex, int secondIndex) {
    return first.equals(second)
        ? "Labels %d and %d are both '%s'. Give each once."
            .formatted(firstIndex + 1, secondIndex + 1, first)
        : "Labels '%s' and '%s' are the same text, since '_' reads as a space. Give one of them."
            .formatted(first, second);
  }

  public int size() {
    return values.size();
  }
}
