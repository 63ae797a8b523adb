package dev.clipcoder.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks lists of texts that came from outside. */
final class TextLists {

  private TextLists() {}

  /**
   * The list, with at least one entry and none missing.
   *
   * @throws ProblemException if it is empty or too long, or one of its texts is
   */
  static List<String> checked(
      String field, @Nullable List<@Nullable String> texts, int most, int longest) {
    if (texts == null || texts.isEmpty()) {
      throw ErrorSentences.malformed(
          field,
          "'%1$s' is missing. Give it as a JSON array or by repeating the parameter: %1$s=one&%1$s=two."
              .formatted(field));
    }
    if (texts.size() > most) {
      throw ErrorSentences.impossible(
          field, "%d %s; at most %d in one request.".formatted(texts.size(), field, most));
    }
    List<String> checked = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      String entry = "%s[%d]".formatted(field, i);
      if (text == null) {
        throw ErrorSentences.malformed(entry, "'%s' must be a string.".formatted(entry));
      }
      if (text.length() > longest) {
        throw tooLong(entry, text, longest);
      }
      checked.add(text);
    }
    return checked;
  }

  static ProblemException tooLong(String field, String text, int longest) {
    return ErrorSentences.impossible(
        field, "'%s' has %d characters; at most %d.".formatted(field, text.length(), longest));
  }
}
