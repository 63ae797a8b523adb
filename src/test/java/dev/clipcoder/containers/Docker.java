package dev.clipcoder.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Docker's command line, as people type it. */
final class Docker {

  private Docker() {}

  /** What it printed, without the last end of line. */
  static String run(String... arguments) {
    return run(Map.of(), Arrays.asList(arguments));
  }

  static String run(Map<String, String> environment, List<String> arguments) {
    List<String> command =
        Stream.concat(Stream.of("docker"), arguments.stream()).toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new DockerException(command + " ended with " + status + ": " + output.strip());
      }
      return output.strip();
    } catch (IOException e) {
      throw new DockerException("docker cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("Interrupted", e));
    }
  }
}
