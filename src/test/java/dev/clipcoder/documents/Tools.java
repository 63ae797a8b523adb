package dev.clipcoder.documents;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this machine has of what documents need. */
final class Tools {

  /** Where npm has installed packages, for those who have some. */
  static final String NODE_MODULES = System.getProperty("documents.node-modules", "");

  private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

  private Tools() {}

  /** What a block needs and is not here. */
  static List<String> missing(Block block) {
    List<String> needed = new ArrayList<>(List.of(block.interpreter()));
    String more = block.mark(Block.NEEDS);
    if (more != null) {
      needed.addAll(List.of(more.split(",\\s*")));
    }
    if (block.text().contains("curl ")) {
      needed.add("curl");
    }
    return needed.stream()
        .filter(tool -> !KNOWN.computeIfAbsent(tool, Tools::isThere))
        .toList();
  }

  private static boolean isThere(String tool) {
    if (tool.equals("docker")) {
      // It builds and starts what has the names of the documents, so it has to be asked for.
      return Boolean.getBoolean("containers.required");
    }
    if (tool.startsWith("python:")) {
      return succeeds("python3", "-c", "import " + tool.substring("python:".length()));
    }
    if (tool.startsWith("npm:")) {
      return !NODE_MODULES.isEmpty()
          && Files.isDirectory(Path.of(NODE_MODULES, tool.substring("npm:".length())));
    }
    return isOnPath(tool);
  }

  private static boolean isOnPath(String command) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, command))) {
        return true;
      }
    }
    return command.equals("java");
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
