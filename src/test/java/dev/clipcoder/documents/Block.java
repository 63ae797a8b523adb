package dev.clipcoder.documents;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One fenced block of a document.
 *
 * @param line where its fence opens, from 1
 * @param language what stands behind the fence; empty for none
 * @param text without the fences
 * @param marks what the comments right above it say, by name: {@code <!-- not run: a reason -->}
 * @param follows whether nothing but blank lines stands between it and the block before
 */
record Block(int line, String language, String text, Map<String, String> marks, boolean follows) {

  /** Why it is not run. */
  static final String NOT_RUN = "not run";

  /** What it needs beside its interpreter: commands, {@code python:module}, {@code npm:package}, {@code docker}. */
  static final String NEEDS = "needs";

  /** The name of the file that it is. */
  static final String FILE = "file";

  /** Starts the service, which goes on while the next blocks run. */
  static final String SERVICE = "service";

  static final Set<String> MARKS = Set.of(NOT_RUN, NEEDS, FILE, SERVICE);

  private static final Map<String, String> INTERPRETERS =
      Map.of("sh", "bash", "python", "python3", "java", "java", "js", "node", "ts", "node");

  private static final Set<String> ANSWERS = Set.of("", "json", "text");

  /** Whether it can be run at all. */
  boolean isCommand() {
    return INTERPRETERS.containsKey(language);
  }

  /** What runs it. */
  String interpreter() {
    String interpreter = INTERPRETERS.get(language);
    if (interpreter == null) {
      throw new IllegalStateException("Nothing runs '%s'".formatted(language));
    }
    return interpreter;
  }

  boolean isAnswer() {
    return ANSWERS.contains(language) && marks.isEmpty();
  }

  @Nullable
  String mark(String name) {
    return marks.get(name);
  }
}
