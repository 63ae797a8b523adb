package dev.clipcoder.jobs;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.DatabaseException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to do one job. A thread of its own renews it, and interrupts the worker once when the job was cancelled
 * or has gone to somebody else.
 */
final class Lease implements JobProgress, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Lease.class);

  /** Also how soon a job notices that it was cancelled by another process; of its own the signal tells at once. */
  private static final Duration MOST_BETWEEN = Duration.ofSeconds(1);

  private final Database database;
  private final Clock clock;
  private final String job;
  private final String owner;
  private final Duration length;
  private final JobSignal signal;
  private final JobSignal.Waiter signals;
  private final Thread worker;
  private final Thread renewing;
  private boolean over;

  Lease(
      Database database,
      Clock clock,
      String job,
      String owner,
      Duration length,
      JobSignal signal,
      Thread worker) {
    this.database = database;
    this.clock = clock;
    this.job = job;
    this.owner = owner;
    this.length = length;
    this.signal = signal;
    this.signals = signal.waiter();
    this.worker = worker;
    this.renewing = Thread.ofPlatform().name("job-lease").daemon().start(this::renewAll);
  }

  private void renewAll() {
    Duration third = length.dividedBy(3);
    Duration between = third.compareTo(MOST_BETWEEN) < 0 ? third : MOST_BETWEEN;
    try {
      while (true) {
        signals.await(between);
        if (!tryRenew()) {
          interruptWorker();
          return;
        }
      }
    } catch (InterruptedException e) {
      log.trace("Lease of job {} ended", job);
    }
  }

  private boolean tryRenew() {
    try {
      return database.write(sql -> JobRepository.renew(sql, job, owner, until()));
    } catch (DatabaseException e) {
      log.warn("The lease of job {} cannot be renewed: {}", job, e.getMessage());
      return true;
    }
  }

  private synchronized void interruptWorker() {
    if (!over) {
      over = true;
      worker.interrupt();
    }
  }

  private long until() {
    return clock.millis() + length.toMillis();
  }

  /** From here on the worker is not interrupted any more, and an interruption on its way is forgotten. */
  synchronized void letGo() {
    if (over) {
      boolean _ = Thread.interrupted();
    }
    over = true;
  }

  @Override
  public void begin(long alreadyDone, long total) throws InterruptedException {
    boolean ours = database.write(sql -> {
      JobRepository.begin(sql, job, owner, clock.millis(), alreadyDone, total);
      return JobRepository.renew(sql, job, owner, until());
    });
    check(ours);
  }

  @Override
  public void report(long done) throws InterruptedException {
    boolean ours = database.write(sql -> {
      JobRepository.advance(sql, job, owner, done);
      return JobRepository.renew(sql, job, owner, until());
    });
    check(ours);
  }

  @Override
  public void later(Duration work) {
    database.write(sql -> {
      JobRepository.later(sql, job, owner, work.toMillis());
      return true;
    });
  }

  private static void check(boolean ours) throws InterruptedException {
    if (!ours) {
      throw new InterruptedException("The job was cancelled or has gone to another process");
    }
  }

  @Override
  public void close() {
    letGo();
    signal.leave(signals);
    renewing.interrupt();
  }
}
