package dev.clipcoder.jobs;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.DatabaseException;
import dev.clipcoder.jobs.Job.State;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does the jobs, one after the other, on one thread; another keeps the lease of the one being done and interrupts it
 * when it is cancelled. A job whose process died is found by its lease, which nobody renews any more.
 */
final class JobRunner implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  private final Database database;
  private final Clock clock;
  private final JobProperties properties;
  private final JobSignal signal;
  private final JobSignal.Waiter signals;
  private final Map<String, JobKind> kinds = new HashMap<>();
  /** Never empty, since a list in SQL must not be. */
  private final Set<String> spaces = new HashSet<>(Set.of(""));

  private final JobCleaner cleaner;
  private final String owner = UUID.randomUUID().toString();

  private @Nullable Thread working;
  private volatile boolean stopping;

  JobRunner(
      Database database,
      Clock clock,
      JobProperties properties,
      JobSignal signal,
      List<JobKind> kinds) {
    this.database = database;
    this.clock = clock;
    this.properties = properties;
    this.signal = signal;
    this.signals = signal.waiter();
    this.cleaner = new JobCleaner(database, clock, properties.keep());
    for (JobKind kind : kinds) {
      this.kinds.put(kind.name(), kind);
      if (kind.space() != null) {
        spaces.add(kind.space());
      }
    }
  }

  @Override
  public synchronized void start() {
    stopping = false;
    if (database.isExclusive() && !kinds.isEmpty()) {
      database.write(sql -> {
        JobRepository.releaseAll(sql, kinds.keySet());
        return true;
      });
    }
    working = Thread.ofPlatform().name("jobs").start(this::work);
  }

  @Override
  public synchronized void stop() {
    stopping = true;
    if (working != null) {
      working.interrupt();
      try {
        working.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      working = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return working != null;
  }

  private void work() {
    while (!stopping) {
      try {
        cleaner.cleanWhenDue();
        if (!doNext()) {
          signals.await(properties.poll());
        }
      } catch (InterruptedException e) {
        // Of a job that is no longer ours, or the end of the service: the loop's condition tells.
        log.debug("Interrupted", e);
      } catch (DatabaseException e) {
        log.warn("The jobs wait: {}", e.getMessage());
        pause();
      } catch (RuntimeException e) {
        log.error("The jobs wait", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(properties.poll());
    } catch (InterruptedException e) {
      log.debug("Interrupted", e);
    }
  }

  private boolean doNext() throws InterruptedException {
    Optional<Job> claimed = claim();
    if (claimed.isEmpty()) {
      return false;
    }
    Job job = claimed.get();
    JobKind kind = Objects.requireNonNull(kinds.get(job.kind()));
    if (job.attempts() > properties.maxAttempts()) {
      log.error("Job {} ({} {}) is given up", job.id(), job.kind(), job.subject());
      String error =
          "Given up after %d attempts, none of which came to an end: the process stopped or ran out of something each time. The log of then may say why."
              .formatted(properties.maxAttempts());
      end(kind, job, State.FAILED, error);
      return true;
    }
    try (Lease lease = new Lease(
        database, clock, job.id(), owner, properties.lease(), signal, Thread.currentThread())) {
      try {
        kind.run(job, lease);
        lease.letGo();
        end(kind, job, State.SUCCEEDED, null);
      } catch (InterruptedException e) {
        lease.letGo();
        interrupted(kind, job);
      } catch (DatabaseException e) {
        throw e;
      } catch (RuntimeException e) {
        lease.letGo();
        log.error("Job {} ({} {}) failed", job.id(), job.kind(), job.subject(), e);
        end(kind, job, State.FAILED, sentence(e));
      } catch (Error e) {
        lease.letGo();
        log.error("Job {} ({} {}) broke", job.id(), job.kind(), job.subject(), e);
        database.write(sql -> {
          JobRepository.repeat(sql, job.id(), owner);
          return true;
        });
      }
    }
    return true;
  }

  private Optional<Job> claim() {
    if (kinds.isEmpty()) {
      return Optional.empty();
    }
    long now = clock.millis();
    Optional<String> next =
        database.read(sql -> JobRepository.nextClaimable(sql, kinds.keySet(), spaces, now));
    if (next.isEmpty()) {
      return Optional.empty();
    }
    long until = now + properties.lease().toMillis();
    return database.write(sql -> JobRepository.claim(sql, next.get(), owner, now, until)
        ? JobRepository.find(sql, next.get(), now)
        : Optional.empty());
  }

  private void interrupted(JobKind kind, Job job) {
    boolean cancelled = database.read(sql -> JobRepository.isCancelRequested(sql, job.id()));
    if (cancelled) {
      end(kind, job, State.CANCELLED, null);
    } else {
      database.write(sql -> {
        JobRepository.release(sql, job.id(), owner);
        return true;
      });
    }
  }

  private void end(JobKind kind, Job job, State state, @Nullable String error) {
    database.write(sql -> {
      if (JobRepository.end(sql, job.id(), owner, state, error, clock.millis())) {
        kind.ended(sql, job, state);
      }
      return true;
    });
  }

  private static String sentence(RuntimeException failure) {
    return failure instanceof JobException && failure.getMessage() != null
        ? failure.getMessage()
        : "Something went wrong on our side; the log has it under the job's id.";
  }
}
