package dev.clipcoder.textgen;

import dev.clipcoder.coder.TextKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a language model is told what to do; one for each kind of text. A prompt that is changed gets a new version, and a
 * file of its own, since answers are kept by version.
 *
 * @param version name of the file
 * @param instructions the whole of it; what is asked about comes separately, as data
 */
record Prompt(TextKind kind, String version, String instructions) {

  private static final Map<TextKind, String> VERSIONS = new EnumMap<>(Map.of(
      TextKind.ATTRIBUTE, "attribute-1",
      TextKind.ANALOGOUS, "analogous-1",
      TextKind.SYNONYM, "synonym-1",
      TextKind.ONE_TO_ONE, "one-to-one-1"));

  /** The present version for a kind. */
  static Prompt of(TextKind kind) {
    String version = Objects.requireNonNull(VERSIONS.get(kind), () -> "No prompt for " + kind);
    try (InputStream text =
        Objects.requireNonNull(Prompt.class.getResourceAsStream("prompts/" + version + ".txt"))) {
      return new Prompt(
          kind, version, new String(text.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("The prompt %s cannot be read".formatted(version), e);
    }
  }
}
