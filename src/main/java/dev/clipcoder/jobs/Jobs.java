package dev.clipcoder.jobs;

import dev.clipcoder.database.Database;
import dev.clipcoder.jobs.Job.State;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Queues, shows and cancels jobs. */
public final class Jobs {

  /** How often a waiting caller looks whether a job that another process may be doing is over. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Database database;
  private final Clock clock;
  private final JobSignal signal;
  private final Map<String, JobKind> kinds = new HashMap<>();

  private volatile boolean stopping;

  Jobs(Database database, Clock clock, JobSignal signal, Iterable<JobKind> kinds) {
    this.database = database;
    this.clock = clock;
    this.signal = signal;
    kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
  }

  /** Queues a job that any service over this database can do; see {@link #submit(JdbcClient, String, String, String)}. */
  public static String submit(JdbcClient transaction, String kind, String subject) {
    return submit(transaction, kind, subject, null);
  }

  /**
   * Queues a job in a transaction that the caller has begun; {@link #wake} once it is committed.
   *
   * @param space see {@link JobKind#space}
   * @return the job's id
   */
  public static String submit(
      JdbcClient transaction, String kind, String subject, @Nullable String space) {
    String id = UUID.randomUUID().toString();
    JobRepository.insert(transaction, id, kind, subject, space, System.currentTimeMillis());
    return id;
  }

  /** There is a new job: it need not wait for the next look at the table. */
  public void wake() {
    signal.give();
  }

  /**
   * The job as it stands.
   *
   * @throws UnknownJobException if there is none
   */
  public Job get(String id) {
    Optional<Job> job = database.read(sql -> JobRepository.find(sql, id, clock.millis()));
    return job.orElseThrow(() -> new UnknownJobException(id));
  }

  /** The service ends: who waits for a job is told how it stands, for it goes on elsewhere or after the next start. */
  void stopWaiting() {
    stopping = true;
  }

  /**
   * The job when it is over, the time has passed or the service ends, whatever is first. Blocks: for virtual threads.
   */
  public Job await(String id, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Job job = get(id);
    while (!job.state().isOver() && !stopping && System.nanoTime() < deadline) {
      Thread.sleep(LOOK);
      job = get(id);
    }
    return job;
  }

  /**
   * Cancels a job that is not over: at once if it has not begun, else as soon as it notices.
   *
   * @throws UnknownJobException if there is none
   */
  public Job cancel(String id) {
    Job job = get(id);
    database.write(sql -> {
      if (JobRepository.cancelQueued(sql, id, clock.millis())) {
        JobKind kind = kinds.get(job.kind());
        if (kind != null) {
          kind.ended(sql, job, State.CANCELLED);
        }
      } else {
        JobRepository.requestCancel(sql, id);
      }
      return true;
    });
    signal.give();
    return get(id);
  }
}
