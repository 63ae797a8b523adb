package dev.clipcoder.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The form of a body, which decides how much heap each of its bytes takes at the worst moment. */
enum BodyForm {
  /** The pieces as they arrive, and the array that they become. */
  RAW(2),

  /** Tomcat's buffers, which grow by doubling, then its array of the part, then ours. */
  MULTIPART(4),

  /** The body, its longest string as two-byte characters, then twice as one-byte ones. */
  JSON(5),

  /** JSON line by line: the lines that are held. */
  LINES(5);

  /** The heaviest form: what fits in it fits in all. */
  static final int HEAVIEST = JSON.weight;

  private static final Set<String> LINE_TYPES =
      Set.of("application/x-ndjson", "application/ndjson", "application/jsonl");

  private final int weight;

  BodyForm(int weight) {
    this.weight = weight;
  }

  static BodyForm of(HttpServletRequest request) {
    String type = lowerCase(request.getContentType());
    if (type.startsWith("multipart/")) {
      return MULTIPART;
    }
    if (isLines(type)) {
      return LINES;
    }
    // Looks closely only at what the weight depends on: a wrong type is refused later, by the
    // reader.
    return type.contains("json") ? JSON : RAW;
  }

  /** Whether a body of the type has one JSON object in each line. */
  static boolean isLines(String type) {
    return LINE_TYPES.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }

  private static String lowerCase(@Nullable String type) {
    return type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
  }

  /** Bytes of heap for that many bytes of body. */
  long weigh(long length) {
    return length * weight;
  }
}
