package dev.clipcoder.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** Commands of the page in the shell that people paste them into. */
final class Shell {

  private static final JsonMapper JSON = new JsonMapper();

  private Shell() {}

  /** What they print, one JSON value after the other. */
  static List<JsonNode> answers(Path folder, String commands, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", commands)
        .directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("%s printed %s".formatted(commands, output));
      }
      try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(output)) {
        return values.readAll();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
