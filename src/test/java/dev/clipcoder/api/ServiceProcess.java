package dev.clipcoder.api;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The whole service, with the bundled model, in a process of its own. */
final class ServiceProcess implements AutoCloseable {

  private final Path log;
  private final int port;
  private final Process process;

  /** @param settings as {@code name=value} */
  ServiceProcess(Path folder, String name, List<String> settings) {
    this.port = freePort();
    this.log = folder.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx320m",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        productClasses(),
        "dev.clipcoder.ClipcoderApplication",
        "--server.port=" + port,
        "--clipcoder.data-dir=" + folder.resolve(name));
    settings.forEach(setting -> builder.command().add("--" + setting));
    builder.environment().put("DJL_OFFLINE", "true");
    try {
      this.process = builder
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Without the tests, in which the application would find components of theirs. */
  private static String productClasses() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  Http http() {
    return new Http(URI.create("http://127.0.0.1:" + port));
  }

  ServiceProcess awaitReady() {
    await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).until(() -> {
      if (!process.isAlive()) {
        throw new IllegalStateException("It ended: " + log());
      }
      return isReady();
    });
    return this;
  }

  private boolean isReady() {
    try {
      return http().get("/ready").status() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** As the kernel does it when memory is short: without a word. */
  void kill() {
    boolean _ = process.toHandle().destroyForcibly();
    join();
  }

  private void join() {
    try {
      process.waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
    join();
  }
}
