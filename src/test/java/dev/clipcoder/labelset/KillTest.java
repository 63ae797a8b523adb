package dev.clipcoder.labelset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.database.TestDatabase;
import dev.clipcoder.encoder.FixedTextEncoder;
import dev.clipcoder.testing.KilledProcess;
import dev.clipcoder.textbank.TestStores;
import dev.clipcoder.textbank.TextSpace;
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
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a real process again and again: what it has acknowledged must be there, and the interrupted work goes on. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class KillTest {

  private final int rounds;
  private final TestDatabase kind;

  @TempDir
  Path directory;

  private DatabaseProperties properties = new DatabaseProperties("", Path.of("."));

  /** By reference as in {@code set-1@2}: the round whose definition was acknowledged. */
  private final Map<String, Integer> acknowledged = new HashMap<>();

  /** PostgreSQL is killed less often: each time its leases have to run out. */
  KillTest(TestDatabase kind) {
    this.kind = kind;
    this.rounds = kind == TestDatabase.SQLITE ? 10 : 4;
  }

  @Test
  @Timeout(300)
  void killedAgainAndAgain_losesNothingThatWasAcknowledged()
      throws IOException, InterruptedException {
    properties = kind.empty(directory);
    for (int round = 1; round <= rounds; round++) {
      killOnce(round);
    }
    assertThat(acknowledged.values()).contains(1, rounds);
    Set<String> stored = stored();
    assertThat(stored).isNotEmpty();
    FixedTextEncoder encoder = new FixedTextEncoder();
    try (Service service = new Service(properties, encoder, "f1")) {
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
    for (int round = 1; round <= rounds; round++) {
      sentences.addAll(
          Expansion.of(Definitions.of(KilledService.definition(round))).sentences());
    }
    try (Database database = Database.open(properties)) {
      return TestStores.of(database, new FixedTextEncoder(), new TextSpace("f1"))
          .find(List.copyOf(sentences))
          .join()
          .keySet();
    }
  }

  private void killOnce(int round) throws IOException, InterruptedException {
    KilledProcess.run(
        KilledService.class,
        List.of(properties.databaseUrl(), directory.toString(), Integer.toString(round)),
        1 + round % 4,
        // Somewhere within the build of what was just acknowledged.
        Duration.ofMillis(20L * round),
        line -> acknowledged.put(line.get(0) + "@" + line.get(1), Integer.valueOf(line.get(2))));
  }
}
