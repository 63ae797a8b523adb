package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.testing.Fixtures;
import dev.clipcoder.testing.LocalHub;
import dev.clipcoder.testing.LocalHub.Behaviour;
import dev.clipcoder.testing.LocalHub.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Real processes that download one model into one folder at once, and are killed while they do. */
class HubKillTest {

  private static final Path CHECKPOINT = Fixtures.checkpoint("quick-gelu-f32");
  private static final String WEIGHTS = "model.safetensors";
  private static final int SIZE = 4 << 20;
  private static final int PIECE = 8 << 10;
  private static final int KILLS = 20;

  @TempDir
  Path dataDir;

  private final Random random = new Random(9);
  private final byte[] weights = new byte[SIZE];
  private final LocalHub hub = new LocalHub("tiny/clip", CHECKPOINT);

  /** By token, which is how requests tell who asks. */
  private final Map<String, Process> processes = new HashMap<>();

  private int killed;

  @AfterEach
  void close() {
    processes.values().forEach(Process::destroyForcibly);
    hub.close();
  }

  @Test
  @Timeout(120)
  void twoProcesses_theOneThatDownloadsIsKilledTwentyTimes_isByteIdentical() throws Exception {
    random.nextBytes(weights);
    hub.put(WEIGHTS, weights);
    hub.behave(request -> request.toCdn() ? new Behaviour.Slow(PIECE) : Behaviour.PROPER);
    start();
    start();
    long[] places = random.longs(KILLS, 1, SIZE * 3L / 4).sorted().toArray();
    for (long place : places) {
      kill(awaitDownloaderAt(place));
      start();
    }
    hub.behave(request -> Behaviour.PROPER);
    awaitEnds();

    assertThat(killed).isEqualTo(KILLS);
    assertThat(Files.readAllBytes(snapshot().resolve(WEIGHTS))).isEqualTo(weights);
    for (String name : List.of("config.json", "preprocessor_config.json", "tokenizer.json")) {
      assertThat(snapshot().resolve(name)).hasSameBinaryContentAs(CHECKPOINT.resolve(name));
    }
    assertThat(cache().resolve("parts")).isEmptyDirectory();
    assertThatEachWentOnWhereTheLastWasKilled();
  }

  @Test
  @Timeout(60)
  void twoProcesses_fetchOnce() throws Exception {
    random.nextBytes(weights);
    hub.put(WEIGHTS, weights);
    start();
    start();
    awaitEnds();

    assertThat(Files.readAllBytes(snapshot().resolve(WEIGHTS))).isEqualTo(weights);
    assertThat(hub.requests()).filteredOn(Request::toCdn).hasSize(1);
  }

  private void start() throws IOException {
    String token = "hf_" + processes.size();
    processes.put(token, HubProcess.start(hub.url(), dataDir, token));
  }

  /** Waits until so many bytes are there, and returns who brings them. */
  private String awaitDownloaderAt(long place) throws InterruptedException {
    while (true) {
      assertNothingIsThereInPart();
      String token = lastToAskForWeights();
      boolean hasBegun = hub.requests().stream().filter(Request::toCdn).count() > killed;
      if (token != null && hasBegun && process(token).isAlive() && gathered() >= place) {
        return token;
      }
      Thread.sleep(5);
    }
  }

  private @Nullable String lastToAskForWeights() {
    return hub.requests().stream()
        .filter(request ->
            !request.toCdn() && request.method().equals("GET") && request.isFile(WEIGHTS))
        .map(request -> Objects.requireNonNull(request.authorization()).replace("Bearer ", ""))
        .reduce((first, last) -> last)
        .orElse(null);
  }

  /** SIGKILL, as {@code kill -9} sends it. */
  private void kill(String token) throws InterruptedException {
    Process process = process(token);
    process.destroyForcibly();
    assertThat(process.waitFor()).isEqualTo(128 + 9);
    killed++;
  }

  private void awaitEnds() throws Exception {
    for (Map.Entry<String, Process> entry : processes.entrySet()) {
      Process process = entry.getValue();
      while (!process.waitFor(5, TimeUnit.MILLISECONDS)) {
        assertNothingIsThereInPart();
      }
      Path log = dataDir.resolve(entry.getKey() + ".log");
      if (process.exitValue() != 128 + 9) {
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        assertThat(log).content().contains("folder " + snapshot());
      }
    }
  }

  /** What a service that starts now would see: no model at all, or all of it. */
  private void assertNothingIsThereInPart() {
    Path file = snapshot().resolve(WEIGHTS);
    if (Files.exists(file)) {
      assertThat(file).hasBinaryContent(weights);
    } else {
      HubProperties offline = new HubProperties(
          hub.url(), true, "", null, DataSize.ofGigabytes(1), Duration.ofSeconds(1));
      assertThatThrownBy(
              () -> new HubCheckpoints(offline, dataDir).folder(HubName.parse(HubProcess.MODEL)))
          .hasMessageContaining("has not been downloaded");
    }
  }

  private void assertThatEachWentOnWhereTheLastWasKilled() {
    List<Request> fetched = hub.requests().stream().filter(Request::toCdn).toList();
    assertThat(fetched).hasSize(KILLS + 1);
    long before = 0;
    for (Request request : fetched.subList(1, fetched.size())) {
      long from =
          Long.parseLong(Objects.requireNonNull(request.range()).replaceAll("bytes=(\\d+)-", "$1"));
      assertThat(from).isGreaterThanOrEqualTo(before).isPositive();
      before = from;
    }
  }

  private Process process(String token) {
    return Objects.requireNonNull(processes.get(token));
  }

  private Path cache() {
    return dataDir.resolve("hub/tiny--clip");
  }

  private Path snapshot() {
    return cache().resolve("1".repeat(40));
  }

  /** Bytes of the weights so far. */
  private long gathered() {
    Path parts = cache().resolve("parts");
    if (!Files.isDirectory(parts)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(parts)) {
      return files.mapToLong(HubKillTest::size).max().orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (java.nio.file.NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
