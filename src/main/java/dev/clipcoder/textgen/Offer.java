package dev.clipcoder.textgen;

import dev.clipcoder.coder.TextKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a source offers for one class or one direction of a pair; not yet checked.
 *
 * @param texts by kind, the best first
 */
record Offer(Map<TextKind, Texts> texts) {

  static final Offer NOTHING = new Offer(Map.of());

  /** Texts of one kind. */
  record Texts(List<String> texts, TextOrigin origin) {
    Texts {
      texts = List.copyOf(texts);
    }
  }

  Offer {
    texts = texts.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(texts));
  }

  List<String> of(TextKind kind) {
    Texts found = texts.get(kind);
    return found == null ? List.of() : found.texts();
  }
}
