package dev.clipcoder.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted for gauges. */
class TallyTest {

  @TempDir
  Path directory;

  private final AtomicInteger counts = new AtomicInteger();
  private final CountDownLatch slow = new CountDownLatch(1);
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(TestDatabase.SQLITE.empty(directory));
  }

  @AfterEach
  void close() {
    slow.countDown();
    database.close();
  }

  @Test
  void now_whileYoung_countsOnce() {
    Tally<Integer> tally =
        new Tally<>(database, 0, Duration.ofHours(1), _ -> counts.incrementAndGet());
    await().until(() -> tally.now() == 1);
    assertThat(tally.now()).isEqualTo(1);
    assertThat(counts.get()).isEqualTo(1);
  }

  @Test
  void now_whenOld_countsAgain() {
    Tally<Integer> tally = new Tally<>(database, 0, Duration.ZERO, _ -> counts.incrementAndGet());
    await().until(() -> tally.now() > 3);
  }

  @Test
  void now_whileCounting_doesNotWait() {
    Tally<Integer> tally = new Tally<>(database, -1, Duration.ofHours(1), _ -> {
      try {
        slow.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return counts.incrementAndGet();
    });
    assertThat(tally.now()).isEqualTo(-1);
    slow.countDown();
    await().until(() -> tally.now() == 1);
  }

  @Test
  void now_databaseFails_staysAsItWas() {
    Tally<Integer> tally = new Tally<>(database, 7, Duration.ZERO, _ -> {
      counts.incrementAndGet();
      throw new IllegalStateException("no such table");
    });
    await().until(() -> {
      int now = tally.now();
      return counts.get() > 2 && now == 7;
    });
  }
}
