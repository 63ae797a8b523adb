package dev.clipcoder.textgen;

import dev.clipcoder.coder.TextKind;
import dev.clipcoder.embedding.Embedding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Keeps of what a source offers for a class what may stand in the text bank. */
final class OfferCheck {

  /** Offers of one kind that are looked at, for each text that is wanted; a source may offer any number. */
  private static final int LOOKED_AT = 3;

  private final TextOrder order;
  private final TextGenProperties properties;

  /** Of the class names, in the order of the classes; empty where no analogous things are wanted. */
  private final List<Embedding> names;

  /** By what a name or label reads like: the class, or -1 where several read alike. */
  private final Map<String, Integer> classes = new HashMap<>();

  private int unusable;
  private int otherClass;
  private int nearDuplicates;

  OfferCheck(TextOrder order, TextGenProperties properties, List<Embedding> names) {
    this.order = order;
    this.properties = properties;
    this.names = names;
    for (int i = 0; i < order.classes().size(); i++) {
      ClassName one = order.classes().get(i);
      int index = i;
      for (String word : List.of(one.name(), one.label())) {
        classes.merge(
            TextHygiene.key(word), index, (a, b) -> a.equals(b) ? a : Integer.valueOf(-1));
      }
    }
  }

  int unusable() {
    return unusable;
  }

  int otherClass() {
    return otherClass;
  }

  int nearDuplicates() {
    return nearDuplicates;
  }

  /** The texts of an offer whose embeddings {@link #ofClass} and {@link #ofPair} need. */
  List<String> compared(Offer offer) {
    List<String> texts = new ArrayList<>();
    for (TextKind kind : offer.texts().keySet()) {
      lookedAt(offer, kind).forEach(text -> TextHygiene.clean(text).ifPresent(texts::add));
    }
    return texts;
  }

  private List<String> lookedAt(Offer offer, TextKind kind) {
    int wanted = kind == TextKind.ONE_TO_ONE ? order.perPair() : order.perClass();
    return offer.of(kind).stream().limit((long) LOOKED_AT * wanted).toList();
  }

  /** The texts of a class; its kinds take turns until there are enough. */
  List<GeneratedText> ofClass(int index, Offer offer, Map<String, Embedding> encoded) {
    Map<TextKind, Iterator<String>> turns = new EnumMap<>(TextKind.class);
    for (TextKind kind : order.turns()) {
      turns.put(kind, sound(index, kind, offer, encoded).iterator());
    }
    Map<TextKind, List<GeneratedText>> texts = new EnumMap<>(TextKind.class);
    int left = order.perClass();
    while (left > 0 && turns.values().stream().anyMatch(Iterator::hasNext)) {
      for (Map.Entry<TextKind, Iterator<String>> turn : turns.entrySet()) {
        if (left > 0 && turn.getValue().hasNext()) {
          texts
              .computeIfAbsent(turn.getKey(), _ -> new ArrayList<>())
              .add(text(index, -1, turn.getKey(), turn.getValue().next(), offer));
          left--;
        }
      }
    }
    return texts.values().stream().flatMap(List::stream).toList();
  }

  /** What tells a class from another one. */
  List<GeneratedText> ofPair(int index, int other, Offer offer, Map<String, Embedding> encoded) {
    return sound(index, TextKind.ONE_TO_ONE, offer, encoded).stream()
        .limit(order.perPair())
        .map(text -> text(index, other, TextKind.ONE_TO_ONE, text, offer))
        .toList();
  }

  private static GeneratedText text(int index, int other, TextKind kind, String text, Offer offer) {
    TextOrigin origin = Objects.requireNonNull(offer.texts().get(kind)).origin();
    return new GeneratedText(index, kind, other, text, origin);
  }

  private List<String> sound(
      int index, TextKind kind, Offer offer, Map<String, Embedding> encoded) {
    Map<String, Embedding> kept = new java.util.LinkedHashMap<>();
    for (String offered : lookedAt(offer, kind)) {
      String text = TextHygiene.clean(offered).orElse("");
      Embedding embedding = encoded.get(text);
      if (embedding == null || isOwnName(index, text)) {
        unusable++;
      } else if (speaksOfAnother(index, kind, text, embedding)) {
        otherClass++;
      } else if (isSaid(text, embedding, kept)) {
        nearDuplicates++;
      } else {
        kept.put(text, embedding);
      }
    }
    return List.copyOf(kept.keySet());
  }

  private boolean isOwnName(int index, String text) {
    ClassName own = order.classes().get(index);
    String key = TextHygiene.key(text);
    return key.equals(TextHygiene.key(own.name())) || key.equals(TextHygiene.key(own.label()));
  }

  private boolean speaksOfAnother(int index, TextKind kind, String text, Embedding embedding) {
    if (kind == TextKind.ATTRIBUTE || kind == TextKind.ONE_TO_ONE) {
      return false;
    }
    Integer same = classes.get(TextHygiene.key(text));
    if (same != null && same != index) {
      return true;
    }
    if (kind == TextKind.ANALOGOUS) {
      for (int i = 0; i < names.size(); i++) {
        if (i != index && Cosines.of(embedding, names.get(i)) > properties.analogousCosine()) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isSaid(String text, Embedding embedding, Map<String, Embedding> kept) {
    String key = TextHygiene.key(text);
    return kept.entrySet().stream()
        .anyMatch(one -> TextHygiene.key(one.getKey()).equals(key)
            || Cosines.of(one.getValue(), embedding) > properties.duplicateCosine());
  }
}
