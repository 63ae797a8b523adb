package dev.clipcoder.labelset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sentence with places for names and texts. What is put into a place is not searched for places again, and an
 * underscore in it reads as a space.
 */
final class TextTemplate {

  static final String LABEL = "label";
  static final String TEXT = "text";
  static final String OTHER = "other";
  static final String DOMAIN = "domain";

  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

  /** The place of the domain with the comma and space that tie it to the sentence. */
  private static final Pattern DOMAIN_CLAUSE =
      Pattern.compile("^\\{domain}[,:]?\\s*|[,:]?\\s*\\{domain}");

  private final String pattern;

  private TextTemplate(String pattern) {
    this.pattern = pattern;
  }

  /** A template for sets with or without a domain: without, the clause that would name it is absent. */
  static TextTemplate of(String pattern, @Nullable String domain) {
    return new TextTemplate(
        domain == null ? DOMAIN_CLAUSE.matcher(pattern).replaceAll("").strip() : pattern);
  }

  /** What is wrong with a pattern, as sentences. */
  static List<String> problems(String pattern, Set<String> allowed, String needed) {
    List<String> problems = new ArrayList<>();
    Matcher places = PLACE.matcher(pattern);
    boolean there = false;
    while (places.find()) {
      String name = places.group(1);
      there |= name.equals(needed);
      if (!allowed.contains(name)) {
        problems.add("Unknown place {%s}; here there are {%s}."
            .formatted(name, String.join("}, {", allowed.stream().sorted().toList())));
      }
    }
    if (!there) {
      problems.add("The template has no place {%s}.".formatted(needed));
    }
    return problems;
  }

  String fill(Map<String, String> values) {
    return PLACE
        .matcher(pattern)
        .replaceAll(place -> Matcher.quoteReplacement(
            values.getOrDefault(place.group(1), place.group()).replace('_', ' ')));
  }
}
