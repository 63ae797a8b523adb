package dev.clipcoder.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The service as a process of its own: of the classes of this build, or the jar that {@code -Dservice.jar} names. It
 * listens on a free port of this machine and keeps its state and its log in the given folder.
 */
public final class ServiceProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A connection may be taken by a process that answers nobody. */
  private static final Duration PATIENCE_OF_A_REQUEST = Duration.ofSeconds(5);

  private final Process process;
  private final Path directory;
  private final Path log;
  private final int port;

  private ServiceProcess(Process process, Path directory, Path log, int port) {
    this.process = process;
    this.directory = directory;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts the service; it is not ready yet.
   *
   * @param options as on the command line, {@code --clipcoder.…=…}
   */
  public static ServiceProcess start(Path directory, String... options) throws IOException {
    return start(directory, List.of("-Xmx512m"), Map.of(), List.of(options));
  }

  /**
   * Starts the service; it is not ready yet.
   *
   * @param jvm options of the virtual machine
   * @param environment variables beside those of this process
   * @param options as on the command line, {@code --clipcoder.…=…}
   */
  public static ServiceProcess start(
      Path directory, List<String> jvm, Map<String, String> environment, List<String> options)
      throws IOException {
    int port = Ports.free();
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:ErrorFile=" + directory.resolve("hs_err_pid%p.log"),
        "--enable-native-access=ALL-UNNAMED"));
    command.addAll(jvm);
    String jar = System.getProperty("service.jar");
    command.addAll(
        jar == null
            ? List.of("-cp", productClasses(), "dev.clipcoder.ClipcoderApplication")
            : List.of("-jar", jar));
    command.add("--server.port=" + port);
    command.add("--clipcoder.data-dir=" + directory.resolve("data"));
    command.addAll(options);
    Path log = Files.createTempFile(directory, "service-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new ServiceProcess(builder.start(), directory, log, port);
  }

  /** Without the tests, in which the application would find components of theirs. */
  private static String productClasses() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Waits until the service says that it is ready. */
  public ServiceProcess awaitReady() throws InterruptedException {
    if (!becomesReady(uri("/ready"), PATIENCE, process::isAlive)) {
      // The caller has nothing yet that it could close.
      close();
      throw new IllegalStateException("The service did not become ready:\n" + log());
    }
    return this;
  }

  /**
   * Asks a process that is starting, again and again, whether it is ready. It tells nobody when it is.
   *
   * @return false if it is not within the time, or has ended before
   */
  public static boolean becomesReady(URI ready, Duration patience, BooleanSupplier isAlive)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    HttpRequest request =
        HttpRequest.newBuilder(ready).timeout(PATIENCE_OF_A_REQUEST).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (isAlive.getAsBoolean() && System.nanoTime() < deadline) {
        try {
          if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
            return true;
          }
        } catch (IOException notYet) {
          // Not listening yet.
        }
        Thread.sleep(50);
      }
    }
    return false;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public int port() {
    return port;
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** What the service has written. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGTERM. Of the handle, which leaves the streams alone. */
  public void terminate() {
    if (!process.toHandle().destroy()) {
      throw new IllegalStateException("The service had ended by itself:\n" + log());
    }
  }

  /** Waits for the end. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("The service did not end:\n" + log());
    }
    return process.exitValue();
  }

  /** What the virtual machines in this folder have left that crashed. */
  public List<Path> crashes() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("hs_err"))
          .toList();
    }
  }

  /** As the kernel does it when memory is short: without a word. It has ended afterwards. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it however it may, if it has not ended. */
  @Override
  public void close() {
    kill();
  }
}
