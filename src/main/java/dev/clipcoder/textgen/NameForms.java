package dev.clipcoder.textgen;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the noun of WordNet that a class's name means. */
final class NameForms {

  private static final Pattern SEPARATORS = Pattern.compile("[_\\s]+");
  private static final Pattern CAMEL_CASE = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");
  private static final Pattern PREPOSITION = Pattern.compile(" (?:of|with|in|on|from|for|at) ");

  private final WordNet wordNet;

  NameForms(WordNet wordNet) {
    this.wordNet = wordNet;
  }

  /**
   * What was found.
   *
   * @param lemma a noun of WordNet
   * @param isWhole whether it is the whole name; otherwise the name is a kind of it, as a baby grand is a grand
   */
  record Found(String lemma, boolean isWhole) {}

  /** The name in words. */
  static String words(String name) {
    return SEPARATORS.matcher(name).replaceAll(" ").strip();
  }

  /** The noun for a name, or for as long an end of it as is one; empty where there is none. */
  Optional<Found> find(String name) {
    String words = words(name);
    Optional<String> whole = whole(words);
    if (whole.isEmpty()) {
      words = CAMEL_CASE.matcher(words).replaceAll(" ");
      whole = whole(words);
    }
    return whole.map(lemma -> new Found(lemma, true)).or(head(words));
  }

  private java.util.function.Supplier<Optional<Found>> head(String words) {
    return () -> {
      String head = PREPOSITION.split(words, 2)[0];
      Optional<String> found = head.equals(words) ? Optional.empty() : whole(head);
      while (found.isEmpty() && head.indexOf(' ') >= 0) {
        head = head.substring(head.indexOf(' ') + 1);
        found = whole(head);
      }
      return found.map(lemma -> new Found(lemma, false));
    };
  }

  private Optional<String> whole(String words) {
    return spellings(words.toLowerCase(Locale.ROOT)).stream()
        .filter(wordNet::knows)
        .findFirst();
  }

  /** The ways in which WordNet may write a phrase: as it is, in the singular, hyphenated, as one word. */
  private Set<String> spellings(String words) {
    List<String> numbers = new ArrayList<>(List.of(words));
    int last = words.lastIndexOf(' ') + 1;
    for (String singular : wordNet.singulars(words.substring(last))) {
      numbers.add(words.substring(0, last) + singular);
    }
    Set<String> spellings = new LinkedHashSet<>();
    for (String separator : List.of(" ", "-", "")) {
      numbers.forEach(number -> spellings.add(number.replace(" ", separator)));
    }
    numbers.forEach(number -> spellings.add(number.replace("-", " ")));
    numbers.forEach(number -> spellings.add(number.replace(" and ", " & ")));
    return spellings;
  }
}
