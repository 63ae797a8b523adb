package dev.clipcoder.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A program of the tests that runs in a process of its own until it is killed, and prints what was acknowledged. */
public final class KilledProcess {

  /** The last word of a line. Without it the line was cut off by the kill. */
  public static final String END = "end";

  private KilledProcess() {}

  /**
   * Runs the program, and kills it a little after it has printed so many lines.
   *
   * @param acknowledged is given the words of each whole line
   */
  public static void run(
      Class<?> program,
      List<String> arguments,
      int lines,
      Duration pause,
      Consumer<List<String>> acknowledged)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        program.getName()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    int whole = 0;
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        List<String> words = List.of(line.split(" ", -1));
        if (words.getLast().equals(END)) {
          acknowledged.accept(words);
          whole++;
          if (whole == lines) {
            // Not waiting for anything: it is to be killed in the middle of whatever it does by
            // then.
            Thread.sleep(pause);
            // Of the handle, which leaves what was printed before to be read.
            boolean _ = process.toHandle().destroyForcibly();
          }
        }
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
    if (whole < lines) {
      throw new IllegalStateException(program.getName() + " ended by itself.");
    }
  }
}
