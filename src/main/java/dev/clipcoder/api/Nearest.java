package dev.clipcoder.api;

import dev.clipcoder.labelset.EditDistance;
import java.util.Collection;
import java.util.Optional;

/** Guesses what was meant by a misspelt name, whose distance is at most a third of its length. */
final class Nearest {

  /** Any two short names are near each other. */
  private static final int SHORTEST = 3;

  private Nearest() {}

  /** " Did you mean 'x'?", or nothing if no name is near. */
  static String suggestion(String given, Collection<String> names) {
    return among(given, names).map(" Did you mean '%s'?"::formatted).orElse("");
  }

  private static Optional<String> among(String given, Collection<String> names) {
    if (given.length() < SHORTEST) {
      return Optional.empty();
    }
    String best = null;
    int least = given.length() / 3 + 1;
    for (String name : names) {
      int distance = Math.abs(name.length() - given.length()) < least
          ? EditDistance.between(given, name)
          : least;
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    return Optional.ofNullable(best);
  }
}
