package dev.clipcoder.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.database.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas over one PostgreSQL. */
class ReplicaTest {

  private static final Duration SOON = Duration.ofSeconds(2);

  @TempDir
  Path directory;

  @Test
  void changesOfOne_areServedByTheOtherWithinTwoSeconds() {
    DatabaseProperties properties = TestDatabase.POSTGRES.empty(directory);
    try (Service one = new Service(properties, "f1");
        Service other = new Service(properties, "f1")) {
      one.put("fruit", "{'labels':['ripe','unripe']}");
      one.teach("fruit", "ripe", "red", "dark red");
      assertThat(other.head("fruit").used()).hasSize(2);
      one.teach("fruit", "unripe", "green");
      await().atMost(SOON).until(() -> other.head("fruit").used().size() == 3);
      one.examples().remove("fruit", Service.example("ripe", "red", null).id(), null);
      await().atMost(SOON).until(() -> other.head("fruit").used().size() == 2);
      assertThat(other.head("fruit").used()).isEqualTo(one.head("fruit").used());
      other.teach("fruit", "ripe", "green");
      await()
          .atMost(SOON)
          .until(() -> one.head("fruit").used().getLast().label().equals("ripe"));
    }
  }
}
