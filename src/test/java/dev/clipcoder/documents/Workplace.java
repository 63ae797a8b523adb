package dev.clipcoder.documents;

import dev.clipcoder.testing.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the commands of a document run: a folder that has the repository's files by links, so that what they write stays
 * out of it, or the repository itself for Docker, which does not follow links.
 */
final class Workplace implements AutoCloseable {

  private final Path folder;
  private final boolean docker;
  private final Path directory;
  private final int port = Ports.free();
  private final List<Path> links = new ArrayList<>();

  /** @param folder an empty one */
  Workplace(Path folder, boolean docker) throws IOException {
    this.folder = folder;
    this.docker = docker;
    Path root = Path.of("").toAbsolutePath();
    this.directory = docker ? root : Files.createDirectories(folder.resolve("work"));
    if (!docker) {
      try (Stream<Path> entries = Files.list(root)) {
        for (Path entry : entries.toList()) {
          link(entry.getFileName().toString(), entry);
        }
      }
      if (!Tools.NODE_MODULES.isEmpty()) {
        link("node_modules", Path.of(Tools.NODE_MODULES).toAbsolutePath());
      }
    }
  }

  private void link(String name, Path target) throws IOException {
    links.add(Files.createSymbolicLink(directory.resolve(name), target));
  }

  /** A shell in it. The service that is started there listens on the port, and curl tells the status of each answer. */
  Shell shell() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve(".curlrc"), """
        silent
        show-error
        write-out = "\\n%{stderr}HTTP %{http_code}\\n"
        """);
    Map<String, String> environment = new HashMap<>();
    Path java = Path.of(System.getProperty("java.home"), "bin");
    environment.put("PATH", java + File.pathSeparator + System.getenv("PATH"));
    // Starts faster, and nothing here is measured.
    environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
    environment.put("CURL_HOME", home.toString());
    environment.put("NO_PROXY", "127.0.0.1,localhost");
    environment.put("DJL_OFFLINE", "true");
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.put("CLIPCODER_DATADIR", folder.resolve("data").toString());
    if (docker) {
      environment.put("COMPOSE_PROJECT_NAME", "clipcoder-documents");
      environment.put("CLIPCODER_PORT", Integer.toString(port));
      environment.put("PROMETHEUS_PORT", Integer.toString(Ports.free()));
      environment.put("GRAFANA_PORT", Integer.toString(Ports.free()));
    }
    return new Shell(directory, folder, environment);
  }

  int port() {
    return port;
  }

  void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  @Override
  public void close() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }
}
