package dev.clipcoder.api;

import dev.clipcoder.labelset.LabelSetVersion;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** What a client says about the version that it has seen, by {@code If-Match} or {@code If-None-Match}. */
final class ExpectedVersion {

  private static final Pattern ETAG = Pattern.compile("\"([0-9]{1,9})\"");

  private ExpectedVersion() {}

  /**
   * The version; 0 for none at all, null where nothing is said.
   *
   * @param latest finds the set, or throws
   */
  static @Nullable Integer of(HttpHeaders headers, Supplier<LabelSetVersion> latest) {
    if (headers.getIfNoneMatch().equals(List.of("*"))) {
      return 0;
    }
    List<String> tags = headers.getIfMatch();
    if (tags.isEmpty()) {
      return null;
    }
    if (tags.equals(List.of("*"))) {
      return latest.get().version();
    }
    Matcher etag = ETAG.matcher(tags.getFirst());
    if (tags.size() > 1 || !etag.matches()) {
      throw new ProblemException(
          ProblemType.PRECONDITION_FAILED,
          "If-Match is not the ETag of a label set, which is its version as in \"3\".");
    }
    return Integer.valueOf(etag.group(1));
  }
}
