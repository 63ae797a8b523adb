package dev.clipcoder.documents;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text as a document shows it, line by line: a line of {@code …} stands for any number of lines, {@code …} in a line for
 * any characters. Blanks count as one. Whole numbers are exact; of others, which are rounded already when they come, the
 * last digit may differ by one.
 */
public final class ShownText {

  private static final String ANY = "…";
  private static final Pattern PART = Pattern.compile("(\\d+\\.\\d+)|(…)|(\\s+)|([^\\s…])");

  private ShownText() {}

  /** In what a real answer is not the one that is shown; empty if it is. */
  public static List<String> differences(String shown, String actual) {
    List<String> pattern = shown.strip().lines().map(String::strip).toList();
    List<String> lines = actual
        .strip()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
    int at = 0;
    boolean gap = false;
    for (String line : pattern) {
      if (line.equals(ANY)) {
        gap = true;
        continue;
      }
      int found = at;
      while (gap && found < lines.size() && !matches(line, lines.get(found))) {
        found++;
      }
      if (found >= lines.size() || !matches(line, lines.get(found))) {
        return List.of("'%s' shown, %s came".formatted(line, came(lines, at)));
      }
      at = found + 1;
      gap = false;
    }
    return gap || at == lines.size() ? List.of() : List.of("more came: " + came(lines, at));
  }

  private static String came(List<String> lines, int at) {
    return at >= lines.size()
        ? "nothing"
        : "'" + String.join("\n", lines.subList(at, Math.min(at + 5, lines.size()))) + "'";
  }

  private static boolean matches(String shown, String actual) {
    StringBuilder regex = new StringBuilder();
    Matcher parts = PART.matcher(shown);
    while (parts.find()) {
      if (parts.group(1) != null) {
        regex.append("(\\d+\\.\\d+)");
      } else if (parts.group(2) != null) {
        regex.append(".*?");
      } else {
        regex.append(parts.group(3) == null ? Pattern.quote(parts.group(4)) : "\\s+");
      }
    }
    Matcher match = Pattern.compile(regex.toString()).matcher(actual);
    return match.matches() && numbersMatch(shown, match);
  }

  private static boolean numbersMatch(String shown, Matcher match) {
    Matcher parts = PART.matcher(shown);
    int group = 0;
    while (parts.find()) {
      String number = parts.group(1);
      if (number != null) {
        group++;
        if (!near(new BigDecimal(number), new BigDecimal(match.group(group)))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean near(BigDecimal shown, BigDecimal actual) {
    return shown.scale() == actual.scale()
        && shown.subtract(actual).abs().compareTo(BigDecimal.valueOf(1, shown.scale())) <= 0;
  }
}
