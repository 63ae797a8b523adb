package dev.clipcoder.api;

import dev.clipcoder.labelset.EditDistance;
import java.util.Collection;
import java.util.Optional;

/** Guesses what was meant by a misspelt name. */
final class Nearest {

  private Nearest() {}

  /** " Did you mean 'x'?", or nothing if no name is near. */
  static String suggestion(String given, Collection<String> names) {
    return among(given, names).map(" Did you mean '%s'?"::formatted).orElse("");
  }

  private static Optional<String> among(String given, Collection<String> names) {
    String best = null;
    int least = Math.max(2, given.length() / 3) + 1;
    for (String name : names) {
      int distance = EditDistance.between(given, name);
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    return Optional.ofNullable(best);
  }
}
