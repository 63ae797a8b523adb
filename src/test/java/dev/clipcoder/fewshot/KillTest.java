package dev.clipcoder.fewshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.database.TestDatabase;
import dev.clipcoder.image.WordReader;
import dev.clipcoder.testing.KilledProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a real process that adds examples, and fits heads meanwhile: nothing acknowledged may be lost or come back. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class KillTest {

  private static final int ROUNDS = 5;

  private final TestDatabase kind;

  @TempDir
  Path directory;

  /** By word: the label, or nothing once its removal was acknowledged. */
  private final Map<String, String> acknowledged = new HashMap<>();

  KillTest(TestDatabase kind) {
    this.kind = kind;
  }

  @Test
  @Timeout(300)
  void killedAgainAndAgain_losesNothingThatWasAcknowledged()
      throws IOException, InterruptedException {
    DatabaseProperties properties = kind.empty(directory);
    for (int round = 1; round <= ROUNDS; round++) {
      killOnce(properties, round);
    }
    assertThat(acknowledged).hasSizeGreaterThan(10 * ROUNDS).containsValue("");
    try (Service service = new Service(properties, "f1")) {
      List<Example> examples = service.examples().list("fruit", null, false, -1, 100_000);
      Map<String, String> stored =
          examples.stream().collect(Collectors.toMap(Example::id, Example::label));
      acknowledged.forEach((word, label) -> {
        String id = ExampleId.of(WordReader.picture(word));
        if (label.isEmpty()) {
          assertThat(stored).as(word).doesNotContainKey(id);
        } else {
          assertThat(stored).as(word).containsEntry(id, label);
          assertThat(service.examples().picture("fruit", id).bytes())
              .isEqualTo(WordReader.picture(word));
        }
      });
      SupportSet set = service.sets().get("fruit");
      assertThat(set.examples()).isEqualTo(examples.size());
      assertThat(set.keptBytes())
          .isEqualTo(examples.stream()
              .mapToLong(
                  example -> service.examples().picture("fruit", example.id()).bytes().length)
              .sum());
      assertThat(examples).noneMatch(Example::missing);
      assertThat(service.head("fruit").used()).hasSameSizeAs(examples);
      // What was sent and not acknowledged is sent again: nothing is there twice.
      acknowledged.forEach((word, label) -> {
        if (!label.isEmpty()) {
          assertThat(service.teachKeeping("fruit", label, word).isNew())
              .as(word)
              .isFalse();
        }
      });
      assertThat(service.sets().get("fruit").version()).isEqualTo(set.version());
    }
  }

  /** Between the beginning and the end of a removal either may be true. */
  private void acknowledge(String what, String word, String label) {
    switch (what) {
      case "added" -> acknowledged.put(word, label);
      case "removing" -> acknowledged.remove(word);
      default -> acknowledged.put(word, "");
    }
  }

  private void killOnce(DatabaseProperties properties, int round)
      throws IOException, InterruptedException {
    KilledProcess.run(
        KilledTeacher.class,
        List.of(properties.databaseUrl(), directory.toString(), Integer.toString(round)),
        15 + 7 * round,
        Duration.ofMillis(3L * round),
        line -> acknowledge(line.get(0), line.get(1), line.get(2)));
  }
}
