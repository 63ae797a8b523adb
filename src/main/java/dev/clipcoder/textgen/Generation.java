package dev.clipcoder.textgen;

import java.util.List;

/**
 * What was generated.
 *
 * @param texts in the order of the classes, then of the pairs
 * @param notes what was found for each class
 * @param dropped how many offered texts were left out, and why
 */
public record Generation(List<GeneratedText> texts, List<ClassNote> notes, Dropped dropped) {

  public Generation {
    texts = List.copyOf(texts);
    notes = List.copyOf(notes);
  }

  /**
   * Texts left out.
   *
   * @param unusable empty, too long, unprintable or the class's own name
   * @param otherClass analogous things and synonyms that are, or are too near to, another class
   * @param nearDuplicates too near to a better text of the class
   */
  public record Dropped(int unusable, int otherClass, int nearDuplicates) {}
}
