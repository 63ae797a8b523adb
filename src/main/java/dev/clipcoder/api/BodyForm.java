package dev.clipcoder.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The form of a body, which decides how much heap each of its bytes takes at the worst moment. */
enum BodyForm {
  /** The pieces as they arrive, and the array that they become. */
  RAW(2),

  /** Tomcat's buffers, which grow by doubling, then its array of the part, then ours. */
  MULTIPART(4),

  /** The body, its longest string as two-byte characters, then twice as one-byte ones. */
  JSON(5);

  /** The heaviest form: what fits in it fits in all. */
  static final int HEAVIEST = JSON.weight;

  private final int weight;

  BodyForm(int weight) {
    this.weight = weight;
  }

  static BodyForm of(HttpServletRequest request) {
    String type = lowerCase(request.getContentType());
    if (type.startsWith("multipart/")) {
      return MULTIPART;
    }
    // Looks closely only at what the weight depends on: a wrong type is refused later, by the
    // reader.
    return type.contains("json") ? JSON : RAW;
  }

  private static String lowerCase(@Nullable String type) {
    return type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
  }

  /** Bytes of heap for that many bytes of body. */
  long weigh(long length) {
    return length * weight;
  }
}
