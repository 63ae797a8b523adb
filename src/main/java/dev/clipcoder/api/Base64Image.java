package dev.clipcoder.api;

import java.util.Base64;
import java.util.Locale;

/** Pictures within JSON: base64 in its usual or its URL-safe alphabet, bare or as a data URI. */
final class Base64Image {

  private static final String SCHEME = "data:";

  private Base64Image() {}

  /**
   * The picture's bytes.
   *
   * @param field the member that it came in, for the error
   * @throws ProblemException if it is not base64, or empty
   */
  static byte[] decode(String field, String value) {
    String text = payload(field, value).replaceAll("\\s", "");
    Base64.Decoder decoder = text.indexOf('-') >= 0 || text.indexOf('_') >= 0
        ? Base64.getUrlDecoder()
        : Base64.getDecoder();
    byte[] bytes;
    try {
      bytes = decoder.decode(text);
    } catch (IllegalArgumentException invalid) {
      ProblemException problem = ErrorSentences.malformed(
          field,
          "'%s' is not base64. Encode the picture's bytes, with curl for instance by `base64 -w0 cat.jpg`."
              .formatted(field));
      problem.initCause(invalid);
      throw problem;
    }
    if (bytes.length == 0) {
      throw ErrorSentences.malformed(field, "'%s' is empty.".formatted(field));
    }
    return bytes;
  }

  private static String payload(String field, String value) {
    if (value.regionMatches(true, 0, "http://", 0, 7)
        || value.regionMatches(true, 0, "https://", 0, 8)) {
      throw ErrorSentences.malformed(
          field,
          "'%s' is an address, not base64. Send the picture itself, or the address as '%s'."
              .formatted(field, field.replaceFirst("^image", "imageUrl")));
    }
    if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return value;
    }
    int comma = value.indexOf(',');
    if (comma < 0 || !value.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
      throw ErrorSentences.malformed(
          field,
          "'%s' is a data URI without base64. Write data:image/jpeg;base64,… with the picture's bytes."
              .formatted(field));
    }
    return value.substring(comma + 1);
  }
}
