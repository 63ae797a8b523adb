package dev.clipcoder.labelset;

import java.time.Instant;

/**
 * Where a text comes from.
 *
 * @param source one of the words below; texts that are made by other means bring words of their own
 * @param at when it came
 */
public record Origin(String source, Instant at) {

  /** Written into a definition over HTTP. */
  static final String USER = "user";

  /** Added to a set over HTTP. */
  static final String IMPORT = "import";

  /** Taken from a published descriptor file. */
  static final String DESCRIPTOR_FILE = "descriptor-file";

  /** Written into a definition in the folder of label sets. */
  static final String FILE = "file";
}
