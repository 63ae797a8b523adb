package dev.clipcoder.api;

import java.util.Collection;
import java.util.Locale;
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
    String wanted = given.toLowerCase(Locale.ROOT);
    String best = null;
    int least = given.length() / 3 + 1;
    for (String name : names) {
      int distance = Math.abs(name.length() - given.length()) < least
          ? distance(wanted, name.toLowerCase(Locale.ROOT))
          : least;
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Damerau's: inserted, deleted and replaced characters, and neighbours that changed places, count 1 each. */
  private static int distance(String from, String to) {
    int[] before = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substituted = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substituted, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] spare = before;
      before = last;
      last = row;
      row = spare;
    }
    return last[to.length()];
  }
}
