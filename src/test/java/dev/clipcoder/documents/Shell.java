package dev.clipcoder.documents;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One bash that reads script after script, as somebody does who types a document's commands: variables stay. */
final class Shell implements AutoCloseable {

  /** No document asks for more patience than this. */
  private static final long SECONDS = 300;

  /**
   * What a script did.
   *
   * @param status of its last command
   * @param failed the commands that ended with another status than 0
   */
  record Output(int status, String text, String errors, List<String> failed) {}

  /**
   * A script that goes on beside others.
   *
   * @param log where its output goes
   */
  record Begun(long pid, Path log) {

    boolean isAlive() {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
  }

  private final Path folder;
  private final Process bash;
  private final BufferedReader statuses;
  private int scripts;

  /**
   * @param directory in which the commands run
   * @param folder for scripts and what they print
   */
  Shell(Path directory, Path folder, Map<String, String> environment) throws IOException {
    this.folder = folder;
    ProcessBuilder builder = new ProcessBuilder("bash", "--noprofile", "--norc")
        .directory(directory.toFile())
        .redirectError(folder.resolve("bash.log").toFile());
    builder.environment().putAll(environment);
    this.bash = builder.start();
    this.statuses = bash.inputReader(StandardCharsets.UTF_8);
    send("set -o pipefail");
    send("trap 'echo \"$BASH_COMMAND\" >> %s' ERR".formatted(failures()));
  }

  private Path failures() {
    return folder.resolve("failures.log");
  }

  private void send(String line) throws IOException {
    bash.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
  }

  /** Runs a script to its end. */
  Output run(String script) throws IOException, InterruptedException {
    Path file = file(script);
    Path output = folder.resolve("output.log");
    Path errors = folder.resolve("errors.log");
    Files.deleteIfExists(failures());
    send("source '%s' < /dev/null > '%s' 2> '%s'; echo $?".formatted(file, output, errors));
    int status = Integer.parseInt(nextLine(script));
    return new Output(
        status,
        Files.readString(output),
        Files.readString(errors),
        Files.exists(failures()) ? Files.readAllLines(failures()) : List.of());
  }

  /** Begins a script that goes on beside the next ones. */
  Begun begin(String script) throws IOException, InterruptedException {
    Path file = file(script);
    Path log = Path.of(file + ".log");
    send("source '%s' < /dev/null > '%s' 2>&1 & echo $!".formatted(file, log));
    return new Begun(Long.parseLong(nextLine(script)), log);
  }

  private Path file(String script) throws IOException {
    return Files.writeString(folder.resolve("script-" + ++scripts + ".sh"), script);
  }

  private String nextLine(String script) throws IOException, InterruptedException {
    FutureTask<String> line = new FutureTask<>(statuses::readLine);
    Thread.ofVirtual().start(line);
    try {
      return line.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("Not over after %d seconds: %s".formatted(SECONDS, script), e);
    } catch (ExecutionException e) {
      throw new IOException("The shell has ended: " + script, e);
    }
  }

  /** Ends whatever was begun, and waits until it has ended: its port and its files are free then. */
  void endBegun() {
    List<ProcessHandle> begun = bash.descendants().toList();
    begun.forEach(ProcessHandle::destroyForcibly);
    // Of limited patience, since one whose parent has ended looks alive until somebody asks for its
    // status.
    begun.forEach(
        one -> one.onExit().completeOnTimeout(one, 10, TimeUnit.SECONDS).join());
  }

  @Override
  public void close() {
    endBegun();
    bash.destroyForcibly().onExit().join();
  }
}
