package dev.clipcoder.labelset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clipcoder.textgen.TextOrigin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a text comes from.
 *
 * @param source one of the words below, or the name of a source of generated texts
 * @param at when it came
 * @param model that made it: a language model or an edition of a dictionary; null where nothing did
 * @param promptVersion which prompt it answers; null where there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Origin(
    String source,
    Instant at,
    @Nullable String model,
    @Nullable String promptVersion) {

  Origin(String source, Instant at) {
    this(source, at, null, null);
  }

  static Origin of(TextOrigin generated) {
    return new Origin(
        generated.source(), generated.at(), generated.model(), generated.promptVersion());
  }

  /** Written into a definition over HTTP. */
  static final String USER = "user";

  /** Added to a set over HTTP. */
  static final String IMPORT = "import";

  /** Taken from a published descriptor file. */
  static final String DESCRIPTOR_FILE = "descriptor-file";

  /** Written into a definition in the folder of label sets. */
  static final String FILE = "file";
}
