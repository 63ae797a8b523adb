package dev.clipcoder.database;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Something that is counted in the database, for gauges: who asks gets what was counted last, without waiting, and has
 * it counted again where that is old. So any number of scrapes cost one count a minute, and none costs two at once.
 */
public final class Tally<T> {

  private static final Logger log = LoggerFactory.getLogger(Tally.class);

  private static final Duration AGE = Duration.ofMinutes(1);

  private final Database database;
  private final Function<JdbcClient, T> query;
  private final long ageNanos;
  private final AtomicLong dueNanos = new AtomicLong(System.nanoTime());
  private volatile T counted;

  /** @param before what there is before the first count */
  public Tally(Database database, T before, Function<JdbcClient, T> query) {
    this(database, before, AGE, query);
  }

  Tally(Database database, T before, Duration age, Function<JdbcClient, T> query) {
    this.ageNanos = age.toNanos();
    this.database = database;
    this.counted = before;
    this.query = query;
    countAgain();
  }

  /** What was counted last. */
  public T now() {
    countAgain();
    return counted;
  }

  private void countAgain() {
    long now = System.nanoTime();
    long due = dueNanos.get();
    if (now - due < 0 || !dueNanos.compareAndSet(due, now + ageNanos)) {
      return;
    }
    CompletableFuture<?> _ = database.readLater(query).whenComplete((value, failure) -> {
      if (failure == null) {
        counted = value;
      } else {
        log.warn("Not counted: {}", failure.getMessage());
      }
    });
  }
}
