package dev.clipcoder.textgen;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What every offered text must be: one short line of printable characters that says something. */
final class TextHygiene {

  /** Longer than any context of a text tower holds. */
  static final int MOST_CHARACTERS = 200;

  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]");

  /** What lists and quotations put around a text. */
  private static final Pattern AROUND = Pattern.compile("^[\\s\"'“”‘’`*•–-]+|[\\s\"“”‘’`*.;,]+$");

  private static final Pattern LETTER = Pattern.compile("\\p{L}");

  private TextHygiene() {}

  /** The text in its clean form; empty where there is nothing to be used. */
  static Optional<String> clean(String offered) {
    if (offered.length() > 2 * MOST_CHARACTERS) {
      return Optional.empty();
    }
    String text = Normalizer.normalize(offered, Normalizer.Form.NFC);
    text = SPACES.matcher(text).replaceAll(" ");
    if (UNPRINTABLE.matcher(text).find()) {
      return Optional.empty();
    }
    text = AROUND.matcher(text).replaceAll("");
    boolean usable = text.length() <= MOST_CHARACTERS && LETTER.matcher(text).find();
    return usable ? Optional.of(text) : Optional.empty();
  }

  /** Equal for texts that read alike. */
  static String key(String text) {
    return NameForms.words(text).toLowerCase(Locale.ROOT);
  }
}
