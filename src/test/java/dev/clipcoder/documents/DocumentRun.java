package dev.clipcoder.documents;

import dev.clipcoder.documents.Shell.Begun;
import dev.clipcoder.documents.Shell.Output;
import dev.clipcoder.testing.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One document from its first command to its last, with a service of its own, the packaged jar, and an empty data folder. */
final class DocumentRun implements AutoCloseable {

  private static final String ADDRESS = "127.0.0.1:8080";
  private static final String START = "java -jar target/clipcoder.jar\n";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Map<String, String> ENDINGS =
      Map.of("python", "py", "java", "java", "js", "mjs", "ts", "mjs");

  private final Document document;
  private final Workplace workplace;
  private final Shell shell;
  private final List<String> faults = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private boolean served;
  private int runs;
  private long seconds;

  /** @param folder an empty one */
  DocumentRun(Document document, Path folder) throws IOException {
    this.document = document;
    this.workplace =
        new Workplace(folder, document.blocks().stream().anyMatch(DocumentRun::isOfDocker));
    this.shell = workplace.shell();
  }

  private static boolean isOfDocker(Block block) {
    String needs = block.mark(Block.NEEDS);
    return needs != null && needs.contains("docker");
  }

  /** Runs all that can be run. */
  void run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<Block> blocks = document.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      Block next = i + 1 < blocks.size() ? blocks.get(i + 1) : null;
      Block answer =
          block.isCommand() && next != null && next.follows() && next.isAnswer() ? next : null;
      take(block, answer);
      i += answer == null ? 0 : 1;
    }
    seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
  }

  private void take(Block block, @Nullable Block answer) throws IOException, InterruptedException {
    String reason = block.mark(Block.NOT_RUN);
    String file = block.mark(Block.FILE);
    if (reason != null) {
      left.add("%s: %s".formatted(place(block), reason));
    } else if (file != null) {
      workplace.write(file, block.text());
    } else if (block.isCommand()) {
      run(block, answer);
    } else {
      faults.add(place(block) + ": neither run, nor the answer of the block above, nor marked");
    }
  }

  private String place(Block block) {
    return document + ":" + block.line();
  }

  private void run(Block block, @Nullable Block answer) throws IOException, InterruptedException {
    List<String> tools = Tools.missing(block);
    if (!tools.isEmpty()) {
      missing.add("%s needs %s".formatted(place(block), String.join(", ", tools)));
      return;
    }
    runs++;
    if (block.mark(Block.SERVICE) != null) {
      serve(block.text());
      return;
    }
    if (!served && !isOfDocker(block) && block.text().contains(ADDRESS)) {
      serve(START);
    }
    Output output = shell.run(script(block));
    Verdict.faults(answer, output).forEach(fault -> faults.add(place(block) + ": " + fault));
  }

  private String script(Block block) throws IOException {
    String text = block.text().replace(ADDRESS, "127.0.0.1:" + workplace.port());
    String ending = ENDINGS.get(block.language());
    if (ending == null) {
      return text;
    }
    String file = "Block" + block.line() + "." + ending;
    workplace.write(file, text);
    return "%s %s\n".formatted(block.interpreter(), file);
  }

  /** Starts the service, in the place of one that runs, and waits until it is ready. */
  private void serve(String script) throws IOException, InterruptedException {
    shell.endBegun();
    served = true;
    Begun begun = shell.begin(script);
    URI ready = URI.create("http://127.0.0.1:" + workplace.port() + "/ready");
    if (!ServiceProcess.becomesReady(ready, PATIENCE, begun::isAlive)) {
      throw new IOException("The service did not become ready:\n" + Files.readString(begun.log()));
    }
  }

  /** What is not as the document says. */
  List<String> faults() {
    return faults;
  }

  /** Blocks that needed what this machine has not. */
  List<String> missing() {
    return missing;
  }

  /** For people to read. */
  String report() {
    StringBuilder report = new StringBuilder("%s: %d blocks run in %d s, %d not"
        .formatted(document, runs, seconds, left.size() + missing.size()));
    Stream.concat(left.stream(), missing.stream())
        .forEach(line -> report.append("\n  ").append(line));
    return report.toString();
  }

  @Override
  public void close() throws IOException {
    shell.close();
    workplace.close();
  }
}
