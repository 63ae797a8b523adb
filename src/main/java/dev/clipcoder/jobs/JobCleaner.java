package dev.clipcoder.jobs;

import dev.clipcoder.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Deletes jobs that have been over for long: now and then, and a few at a time. */
final class JobCleaner {

  private static final Duration BETWEEN = Duration.ofHours(1);

  private final Database database;
  private final Clock clock;
  private final Duration keep;
  private Instant due = Instant.MIN;

  JobCleaner(Database database, Clock clock, Duration keep) {
    this.database = database;
    this.clock = clock;
    this.keep = keep;
  }

  void cleanWhenDue() {
    Instant now = clock.instant();
    if (now.isBefore(due)) {
      return;
    }
    long before = now.minus(keep).toEpochMilli();
    int deleted = database.write(sql -> JobRepository.deleteOver(sql, before, Database.MOST_ROWS));
    // Where more is left the next look goes on.
    due = deleted == Database.MOST_ROWS ? now : now.plus(BETWEEN);
  }
}
