package dev.clipcoder.labelset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.encoder.FixedTextEncoder;
import dev.clipcoder.textbank.TestStores;
import dev.clipcoder.textbank.TextSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process again and again: what it has acknowledged must be there, and the interrupted work goes on. */
class KillTest {

  private static final int ROUNDS = 10;

  @TempDir
  Path directory;

  /** By reference as in {@code set-1@2}: the round whose definition was acknowledged. */
  private final Map<String, Integer> acknowledged = new HashMap<>();

  @Test
  @Timeout(300)
  void killedTenTimes_losesNothingThatWasAcknowledged() throws IOException, InterruptedException {
    for (int round = 1; round <= ROUNDS; round++) {
      killOnce(round);
    }
    assertThat(acknowledged.values()).contains(1, ROUNDS);
    Set<String> stored = stored();
    assertThat(stored).isNotEmpty();
    FixedTextEncoder encoder = new FixedTextEncoder();
    try (Service service = new Service(new DatabaseProperties("", directory), encoder, "f1")) {
      Set<String> ids = new HashSet<>();
      acknowledged.forEach((reference, round) -> {
        LabelSetVersion version = service.sets().get(LabelSetReference.parse(reference));
        assertThat(version.definition())
            .isEqualTo(
                DefinitionReader.read(Definitions.json(KilledService.definition(round)), null));
        ids.add(version.id());
      });
      for (String id : ids) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> service.sets().latest(id).state() == BuildState.READY);
      }
      acknowledged.keySet().forEach(reference -> {
        ServedLabelSet served = service.sets().serve(LabelSetReference.parse(reference));
        assertThat(service.store().load(served.texts().sentences())).hasSize(201);
      });
      assertThat(encoder.encoded()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(stored);
    }
  }

  /** The sentences of all rounds that are in the database, with nobody working on it. */
  private Set<String> stored() {
    Set<String> sentences = new HashSet<>();
    for (int round = 1; round <= ROUNDS; round++) {
      sentences.addAll(
          Expansion.of(Definitions.of(KilledService.definition(round))).sentences());
    }
    try (Database database = Database.open(new DatabaseProperties("", directory))) {
      return TestStores.of(database, new FixedTextEncoder(), new TextSpace("f1"))
          .find(List.copyOf(sentences))
          .join()
          .keySet();
    }
  }

  private void killOnce(int round) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KilledService.class.getName(),
            directory.toString(),
            Integer.toString(round))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    try (BufferedReader lines = process.inputReader()) {
      int mine = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && words[0].startsWith("set-")) {
          acknowledged.put(words[0] + "@" + words[1], Integer.valueOf(words[2]));
          mine++;
        }
        if (mine == 1 + round % 4) {
          // Somewhere within the build of what was just acknowledged.
          Thread.sleep(20L * round);
          // Of the handle, which leaves what was printed before to be read.
          boolean _ = process.toHandle().destroyForcibly();
          mine = Integer.MIN_VALUE;
        }
      }
    }
    process.waitFor();
    assertThat(process.exitValue()).isNotZero();
  }
}
