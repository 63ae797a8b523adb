package dev.clipcoder.api;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** What a client says about the version that it has seen, by {@code If-Match} or {@code If-None-Match}. */
final class ExpectedVersion {

  /** The ETag of a set; without its quotes too, which are easily lost in a shell. */
  private static final Pattern VERSION = Pattern.compile("\"([0-9]{1,9})\"|([0-9]{1,9})");

  /** Something that is or could be the ETag of something else, or several. */
  private static final Pattern OTHER =
      Pattern.compile("(W/)?\"[^\"]++\"( *+, *+(W/)?\"[^\"]++\")*+");

  private ExpectedVersion() {}

  /**
   * The version; 0 for none at all, null where nothing is said.
   *
   * @param latest tells the version of the set that is there, or throws
   * @throws ProblemException if a header cannot be read, or cannot hold
   */
  static @Nullable Integer of(HttpHeaders headers, IntSupplier latest) {
    String unwanted = value(headers, HttpHeaders.IF_NONE_MATCH);
    if (unwanted != null) {
      if (!unwanted.equals("*")) {
        throw malformed(
            "If-None-Match can only be * here, for a set that must not be there yet. To change version 3, send If-Match: \"3\".");
      }
      return 0;
    }
    String wanted = value(headers, HttpHeaders.IF_MATCH);
    if (wanted == null) {
      return null;
    }
    if (wanted.equals("*")) {
      return latest.getAsInt();
    }
    Matcher version = VERSION.matcher(wanted);
    if (version.matches()) {
      return Integer.valueOf(version.group(1) == null ? version.group(2) : version.group(1));
    }
    String sentence =
        "If-Match is not the ETag of a set, which is its version as in \"3\", or * for any.";
    throw OTHER.matcher(wanted).matches()
        ? new ProblemException(ProblemType.PRECONDITION_FAILED, sentence)
        : malformed(sentence);
  }

  private static @Nullable String value(HttpHeaders headers, String name) {
    List<String> values = headers.get(name);
    return values == null ? null : String.join(", ", values).strip();
  }

  private static ProblemException malformed(String sentence) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, sentence);
  }
}
