package dev.clipcoder.textgen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads from WordNet what a thing has, what it looks like, and what is like it. */
final class Descriptions {

  /** How far up a thing takes what its kinds have; what is true of every mammal tells nothing. */
  private static final int LEVELS = 2;

  /** Sister terms and cousins that are offered. */
  private static final int MOST_ANALOGOUS = 40;

  private static final int MOST_PARTS = 10;

  /** Parts that are not seen from outside, by what is said of them. */
  private static final Pattern INSIDE = Pattern.compile(
      "\\b(?:internal|inner|gland|glands|bone|bones|muscle|nerve|vein|artery|organ|tissue|cell|cells|cavity"
          + "|membrane|cartilage|duct|gear|gears|engine|throttle|circuit|mechanism|lymph|blood|skeleton|accessory|pipe|acid|stomach|digestive)\\b");

  private static final Set<String> PART_FILES = Set.of(
      "noun.artifact", "noun.body", "noun.food", "noun.object", "noun.plant", "noun.substance");

  /** Kinds that are no look: they stand near the root of WordNet. */
  private static final Set<String> ABSTRACT = Set.of(
      "entity",
      "object",
      "whole",
      "artifact",
      "living thing",
      "organism",
      "being",
      "thing",
      "matter",
      "substance",
      "structure",
      "instrumentality",
      "unit",
      "part",
      "article",
      "commodity",
      "causal agent",
      "person",
      "food",
      "nutrient",
      "dish",
      "animal",
      "plant",
      "covering",
      "device",
      "equipment",
      "group",
      "location",
      "region",
      "geological formation",
      "area",
      "creation",
      "product",
      "way",
      "vascular plant",
      "chordate",
      "vertebrate",
      "mammal",
      "placental",
      "support",
      "block",
      "formation",
      "land",
      "cut",
      "foodstuff",
      "goods",
      "furnishing",
      "implement",
      "container",
      "conveyance",
      "facility",
      "construction",
      "body part",
      "natural object",
      "collection",
      "yield",
      "output",
      "system",
      "means",
      "material",
      "fluid",
      "liquid",
      "water",
      "vegetation",
      "meat");

  /** Of these the kinds are like each other all the same. */
  private static final Set<String> ALIKE =
      Set.of("dish", "container", "furnishing", "cut", "meat", "implement", "vegetation");

  private final WordNet wordNet;
  private final Gloss gloss;

  Descriptions(WordNet wordNet) {
    this.wordNet = wordNet;
    this.gloss = new Gloss(wordNet);
  }

  Description of(Sense sense) {
    List<String> own = new ArrayList<>(gloss.features(sense.gloss()));
    gloss.look(sense.gloss()).map(Descriptions::look).ifPresent(own::add);
    own.addAll(parts(sense));
    List<String> inherited = new ArrayList<>();
    List<Sense> kinds = wordNet.hypernyms(sense);
    kinds.stream()
        .filter(kind -> !isAbstract(kind) && kind.isVisible())
        .forEach(kind -> inherited.add(look(kind.word())));
    for (int level = 0; level < LEVELS && !kinds.isEmpty(); level++) {
      for (Sense kind : kinds) {
        if (!isAbstract(kind)) {
          inherited.addAll(gloss.features(kind.gloss()));
          gloss.look(kind.gloss()).map(Descriptions::look).ifPresent(inherited::add);
          inherited.addAll(parts(kind));
        }
      }
      kinds = kinds.stream()
          .flatMap(kind -> wordNet.hypernyms(kind).stream())
          .distinct()
          .toList();
    }
    return new Description(own, inherited);
  }

  private static boolean isAbstract(Sense kind) {
    return kind.lemmas().stream().anyMatch(ABSTRACT::contains);
  }

  private static String look(String phrase) {
    String noun = phrase.split(" of ", 2)[0];
    boolean isPlural = noun.endsWith("s") && !noun.endsWith("ss");
    return "the look of " + (isPlural ? phrase : withArticle(phrase));
  }

  static String withArticle(String phrase) {
    return (startsWithVowel(phrase) ? "an " : "a ") + phrase;
  }

  private static boolean startsWithVowel(String phrase) {
    return "aeiou".indexOf(Character.toLowerCase(phrase.charAt(0))) >= 0
        && !phrase.startsWith("one")
        && !phrase.startsWith("uni")
        && !phrase.startsWith("eu")
        && !phrase.startsWith("use");
  }

  private List<String> parts(Sense sense) {
    return wordNet.parts(sense).stream()
        .filter(part -> PART_FILES.contains(part.file()) && !part.isInstance())
        .filter(part -> !INSIDE.matcher(part.gloss() + " " + part.word()).find())
        .filter(part -> !ABSTRACT.contains(part.word()))
        .sorted(Comparator.comparingInt(Sense::uses).reversed())
        .limit(MOST_PARTS)
        .map(part -> part.file().equals("noun.substance")
                || part.file().equals("noun.food")
                || (part.word().endsWith("s") && !part.word().endsWith("ss"))
            ? part.word()
            : withArticle(part.word()))
        .toList();
  }

  /**
   * Things like it: its sister terms, then its cousins, those in use first.
   *
   * @param isWhole false for a class that is itself a sister of the meaning's kinds: these come first then
   */
  List<String> analogous(Sense sense, boolean isWhole) {
    Map<Long, Sense> all = new LinkedHashMap<>();
    if (!isWhole) {
      inUseFirst(wordNet.hyponyms(sense).stream()
              .filter(kind -> !kind.isInstance())
              .toList())
          .forEach(kind -> all.putIfAbsent(kind.id(), kind));
    }
    List<Sense> kinds = wordNet.hypernyms(sense);
    sisters(kinds, sense).forEach(sister -> all.putIfAbsent(sister.id(), sister));
    for (Sense kind : kinds) {
      sisters(wordNet.hypernyms(kind), kind).forEach(aunt -> all.putIfAbsent(aunt.id(), aunt));
    }
    return all.values().stream()
        .filter(one -> one.file().equals(sense.file()) && one.id() != sense.id())
        .limit(MOST_ANALOGOUS)
        .map(Sense::word)
        .toList();
  }

  private List<Sense> sisters(List<Sense> kinds, Sense sense) {
    return inUseFirst(kinds.stream()
        .filter(kind -> !isAbstract(kind) || kind.lemmas().stream().anyMatch(ALIKE::contains))
        .flatMap(kind -> wordNet.hyponyms(kind).stream())
        .filter(sister -> sister.id() != sense.id() && !sister.isInstance())
        .distinct()
        .toList());
  }

  private static List<Sense> inUseFirst(List<Sense> senses) {
    return senses.stream()
        .sorted(Comparator.comparingInt(Sense::uses).reversed())
        .toList();
  }
}
