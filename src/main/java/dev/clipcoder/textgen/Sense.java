package dev.clipcoder.textgen;

import java.util.List;
import java.util.Set;

/**
 * One meaning of a noun, a synset of WordNet.
 *
 * @param id its offset, which is unique among nouns
 * @param file the lexicographer's file, such as {@code noun.animal}
 * @param lemmas the words for it, the usual one first
 * @param gloss its definition and examples
 * @param uses how often its words were met with this meaning in the texts that WordNet's authors counted
 * @param isInstance whether it is a single thing with a name of its own, such as a city
 */
record Sense(
    long id, String file, List<String> lemmas, String gloss, int uses, boolean isInstance) {

  /** What can be seen in a picture. */
  private static final Set<String> VISIBLE_FILES = Set.of(
      "noun.animal",
      "noun.artifact",
      "noun.body",
      "noun.food",
      "noun.group",
      "noun.location",
      "noun.object",
      "noun.person",
      "noun.phenomenon",
      "noun.plant",
      "noun.shape",
      "noun.substance");

  Sense {
    lemmas = List.copyOf(lemmas);
  }

  boolean isVisible() {
    return VISIBLE_FILES.contains(file);
  }

  /** False for groups and shapes, which can be seen, and seldom are what a picture shows. */
  boolean isThing() {
    return !file.equals("noun.group") && !file.equals("noun.shape");
  }

  /** Its usual word. */
  String word() {
    return lemmas.getFirst();
  }
}
