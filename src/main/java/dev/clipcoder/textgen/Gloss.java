package dev.clipcoder.textgen;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes apart the definition of a noun: what the thing has ("short legs", from "… hound with short legs and long
 * ears"), and what it looks like as a whole ("smooth-haired hound"). There is no parser: definitions of WordNet are
 * short and of one style, and what is no visible thing by WordNet itself is left out.
 */
final class Gloss {

  /** Domain of use, as in "(botany) a plant that …". */
  private static final Pattern DOMAIN = Pattern.compile("^\\s*\\([^)]*\\)\\s*");

  private static final Pattern EXAMPLES = Pattern.compile("[;,:]?\\s*\"[^\"]*\"?");
  private static final Pattern FOR_EXAMPLE = Pattern.compile("\\be\\.g\\.,?|\\bi\\.e\\.,?");

  /** After these words comes something that the thing has. */
  private static final String HAVING =
      "having|(?<!contrasting )(?<!compared )(?<!associated )(?<!along )with|has|have|bearing|containing|wearing|(?:made|composed|consisting) (?:up )?(?:of|from|with)"
          + "|(?:covered|filled|topped|coated|spread|stuffed|mixed|garnished|served|decorated|flavored|layered)"
          + " (?:with|in|on)";

  private static final Pattern FEATURE = Pattern.compile("\\b(?:" + HAVING + ")\\s+");

  /** Here a noun phrase ends. */
  private static final Pattern STOP = Pattern.compile(
      "[,;:()]|\\s-+\\s|\\b(?:that|which|who|whose|where|when|while|for|to|used|native|found|living|so|but|as|by"
          + "|from|since|because|if|than|into|at|especially|can|is|are"
          + "|was|were|will|may|in|on|between|through|along|over|under|above|around|within|until|after|before"
          + "|named|called|known|being|consists|includes|" + HAVING + ")\\b");

  private static final Pattern CONJUNCTION = Pattern.compile("\\s+(?:and|or)\\s+");

  /** Words before the noun phrase that say nothing of its look. */
  private static final Pattern QUANTITY = Pattern.compile(
      "^(?:(?:any|one|some|each|either|all|of|the|an|a|its|their|his|her|various|several|numerous|many"
          + "|certain|other|different|most|more|two|three)\\s+)+");

  /** What follows "of" is the thing itself. */
  private static final Pattern KIND = Pattern.compile(
      "^(?:.*\\s)?(?:kinds?|types?|species|varieties|variety|forms?|sorts?|breeds?|genus|genera|family|class|style)"
          + "\\s+of\\s+(.+)$");

  private static final Pattern CONJUNCTIONS_AROUND =
      Pattern.compile("^(?:(?:and|or|including)\\s+)+|(?:\\s+(?:and|or))+$");

  private static final Pattern ADVERBS_AROUND = Pattern.compile(
      "^(?:(?:usually|typically|often|sometimes|generally|chiefly|mostly|now|very much)\\s+)+"
          + "|(?:\\s+(?:usually|typically|often|sometimes|generally|originally|chiefly|mostly|now|etc))+$");

  /** As in "a square muzzle developed in Germany": a participle that belongs to what follows. */
  private static final Pattern PARTICIPLE =
      Pattern.compile("\\s+\\p{L}+(?:ed|ing|own|ken|ght|ten)$");

  private static final Pattern NOTHING =
      Pattern.compile("^(?:no|little|few|none|not|without|more|less)\\b.*");

  /** Nouns that stand for what follows "of". */
  private static final Set<String> LIGHT = Set.of(
      "piece", "pair", "slice", "set", "bunch", "row", "strip", "plate", "layer", "ball", "body",
      "area", "tract", "pieces", "slices", "pairs", "strips", "layers", "number", "series",
      "mixture", "mass", "group");

  /** Attributes of things that can be seen, though WordNet files them with what cannot. */
  private static final Set<String> VISIBLE_ATTRIBUTES = Set.of(
      "color",
      "colour",
      "coloring",
      "colouration",
      "coloration",
      "marking",
      "markings",
      "stripe",
      "stripes",
      "spot",
      "spots",
      "pattern",
      "texture",
      "shape",
      "hair",
      "tip",
      "edge",
      "edges",
      "band",
      "bands",
      "end",
      "ends",
      "patch",
      "patches",
      "point",
      "points",
      "surface",
      "design",
      "appearance",
      "sides",
      "side",
      "head",
      "top");

  /** Nouns of definitions that are no look. */
  private static final Set<String> EMPTY = Set.of(
      "member",
      "members",
      "someone",
      "somebody",
      "something",
      "anything",
      "person",
      "act",
      "part",
      "parts",
      "example",
      "kind",
      "type",
      "state",
      "unit",
      "one",
      "whole",
      "thing",
      "things",
      "variety",
      "species",
      "genus",
      "family",
      "origin",
      "use",
      "ability",
      "region",
      "number",
      "amount");

  private static final int MOST_WORDS = 7;

  private final WordNet wordNet;

  Gloss(WordNet wordNet) {
    this.wordNet = wordNet;
  }

  /** What the thing has, in the order of the definition, each a noun phrase. */
  List<String> features(String gloss) {
    Set<String> features = new LinkedHashSet<>();
    String definition = definition(gloss);
    Matcher marker = FEATURE.matcher(definition);
    while (marker.find()) {
      for (String phrase : phrases(definition.substring(marker.end()))) {
        if (isVisible(phrase)) {
          features.add(phrase);
        }
      }
    }
    return List.copyOf(features);
  }

  /** The look of the thing as a whole: its kind and the adjectives before it; empty where there are none. */
  Optional<String> look(String gloss) {
    String phrase = trim(untilStop(definition(gloss)));
    Matcher kind = KIND.matcher(phrase);
    if (kind.matches() && kind.group(1).indexOf(' ') > 0) {
      phrase = kind.group(1);
    }
    phrase = QUANTITY.matcher(phrase).replaceFirst("");
    phrase = singular(trim(beforeOf(phrase)));
    boolean says = phrase.indexOf(' ') > 0 && isOnePhrase(phrase);
    return says && isVisible(phrase) ? Optional.of(phrase) : Optional.empty();
  }

  /** False for two nouns, as in "trees and shrubs"; "a white or yellow dog" is one. */
  private boolean isOnePhrase(String phrase) {
    String[] parts = CONJUNCTION.split(phrase, -1);
    return parts.length == 1
        || (parts.length == 2 && parts[0].indexOf(' ') < 0 && !isVisibleNoun(parts[0]));
  }

  private String trim(String phrase) {
    String plain = CONJUNCTIONS_AROUND.matcher(phrase.strip()).replaceAll("");
    String trimmed = ADVERBS_AROUND.matcher(plain).replaceAll("");
    Matcher participle = PARTICIPLE.matcher(trimmed);
    return participle.find() && !isVisibleNoun(last(trimmed))
        ? trim(trimmed.substring(0, participle.start()))
        : trimmed;
  }

  static String definition(String gloss) {
    String text = DOMAIN.matcher(gloss).replaceFirst("");
    text = EXAMPLES.matcher(text).replaceAll("");
    return FOR_EXAMPLE.matcher(text).replaceAll("").replaceAll("\\s+", " ").strip();
  }

  private static String untilStop(String text) {
    Matcher stop = STOP.matcher(text);
    return (stop.find() ? text.substring(0, stop.start()) : text).strip();
  }

  /** The conjoined noun phrases at the beginning of a text. */
  private List<String> phrases(String text) {
    List<String> phrases = new ArrayList<>();
    Matcher stop = STOP.matcher(text);
    int from = 0;
    while (from < text.length()) {
      int end = stop.find(from) ? stop.start() : text.length();
      for (String phrase : CONJUNCTION.split(text.substring(from, end), -1)) {
        phrases.add(trim(phrase));
      }
      // A comma goes on with the list; anything else ends it.
      if (end >= text.length() || text.charAt(end) != ',') {
        break;
      }
      from = end + 1;
      text =
          text.substring(0, from) + text.substring(from).replaceFirst("^\\s*(?:and|or)\\s+", " ");
      stop = STOP.matcher(text);
    }
    return phrases;
  }

  private static String beforeOf(String phrase) {
    int of = phrase.indexOf(" of ");
    if (of < 0) {
      return phrase;
    }
    String before = phrase.substring(0, of);
    return LIGHT.contains(last(before)) ? phrase : before;
  }

  private String singular(String phrase) {
    if (phrase.contains(" of ")) {
      return phrase;
    }
    String noun = last(phrase);
    List<String> singulars = wordNet.singulars(noun);
    return singulars.isEmpty()
            || singulars.getFirst().equals(noun)
            || !wordNet.knows(singulars.getFirst())
        ? phrase
        : phrase.substring(0, phrase.length() - noun.length()) + singulars.getFirst();
  }

  private boolean isVisible(String phrase) {
    int words = phrase.split(" ", -1).length;
    if (phrase.length() < 3 || words > MOST_WORDS || NOTHING.matcher(phrase).matches()) {
      return false;
    }
    String noun = last(phrase.split(" of ", 2)[0]);
    if (LIGHT.contains(noun) && phrase.contains(" of ")) {
      noun = last(phrase);
    }
    return !EMPTY.contains(noun) && isVisibleNoun(noun);
  }

  private boolean isVisibleNoun(String noun) {
    if (VISIBLE_ATTRIBUTES.contains(noun)) {
      return true;
    }
    List<String> singulars = wordNet.singulars(noun);
    List<Sense> senses = wordNet.senses(singulars.isEmpty() ? noun : singulars.getFirst());
    // The most frequent meanings decide: nearly every noun has a visible one somewhere. People are
    // not what things have.
    return senses.stream()
        .limit(2)
        .anyMatch(sense -> sense.isVisible() && !sense.file().equals("noun.person"));
  }

  private static String last(String phrase) {
    return phrase.substring(phrase.lastIndexOf(' ') + 1);
  }
}
