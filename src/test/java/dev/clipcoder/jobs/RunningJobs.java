package dev.clipcoder.jobs;

import dev.clipcoder.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Jobs with their runners, for tests of what the jobs do. */
public final class RunningJobs implements AutoCloseable {

  private final Jobs jobs;
  private final JobRunner runner;
  private final JobRunner slowRunner;

  public RunningJobs(Database database, JobKind... kinds) {
    JobSignal signal = new JobSignal();
    JobProperties properties =
        new JobProperties(Duration.ofSeconds(2), Duration.ofMillis(50), 100, Duration.ofDays(7));
    Clock clock = Clock.systemUTC();
    this.jobs = new Jobs(database, clock, signal, List.of(kinds));
    this.runner = new JobRunner(
        database,
        clock,
        properties,
        signal,
        Stream.of(kinds).filter(kind -> !kind.isSlow()).toList());
    this.slowRunner = new JobRunner(
        database,
        clock,
        properties,
        signal,
        Stream.of(kinds).filter(JobKind::isSlow).toList());
  }

  public Jobs jobs() {
    return jobs;
  }

  public void start() {
    runner.start();
    slowRunner.start();
  }

  /** Whatever runs is given back. */
  @Override
  public void close() {
    slowRunner.stop();
    runner.stop();
  }
}
