package dev.clipcoder.model;

import java.util.Locale;

/**
 * The form that SigLIP's texts have before SentencePiece, as transformers' {@code SiglipTokenizer} makes it: lower
 * case, without ASCII punctuation, white space as single spaces and none at the end. It begins with SentencePiece's
 * sign for a space; a space behind that stays, as it does there.
 */
final class CanonicalText {

  /** SentencePiece's sign for a space. */
  static final String SPACE = "\u2581";

  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private CanonicalText() {}

  static String of(String text) {
    String lower = (SPACE + text.replace(SPACE, " ")).toLowerCase(Locale.ROOT);
    StringBuilder canonical = new StringBuilder(lower.length());
    boolean pending = false;
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (isSpace(c)) {
        pending = true;
      } else if (PUNCTUATION.indexOf(c) < 0) {
        if (pending) {
          canonical.append(' ');
        }
        canonical.append(c);
        pending = false;
      }
    }
    return canonical.toString();
  }

  /** What Python takes for white space. */
  private static boolean isSpace(char c) {
    return Character.isSpaceChar(c)
        || (c >= '\t' && c <= '\r')
        || (c >= 0x1c && c <= 0x1f)
        || c == 0x85;
  }
}
