package dev.clipcoder.jobs;

import dev.clipcoder.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Jobs with their runner, for tests of what the jobs do. */
public final class RunningJobs implements AutoCloseable {

  private final Jobs jobs;
  private final JobRunner runner;

  public RunningJobs(Database database, JobKind kind) {
    JobSignal signal = new JobSignal();
    JobProperties properties =
        new JobProperties(Duration.ofSeconds(2), Duration.ofMillis(50), 100, Duration.ofDays(7));
    this.jobs = new Jobs(database, Clock.systemUTC(), signal, List.of(kind));
    this.runner = new JobRunner(database, Clock.systemUTC(), properties, signal, List.of(kind));
  }

  public Jobs jobs() {
    return jobs;
  }

  public void start() {
    runner.start();
  }

  /** Whatever runs is given back. */
  @Override
  public void close() {
    runner.stop();
  }
}
