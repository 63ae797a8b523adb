package dev.clipcoder.jobs;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One kind of long work. It may be stopped at any point and run anew, here or in another process, and then does what
 * is not yet stored.
 */
public interface JobKind {

  String name();

  /** Whether it mostly waits for others outside: such work has a thread of its own and holds up no other jobs. */
  default boolean isSlow() {
    return false;
  }

  /**
   * The space of embeddings that it fills, as jobs of this kind were submitted with. Several checkpoints may share a
   * database, and one cannot do the work of another. Null: any service can do it.
   */
  default @Nullable String space() {
    return null;
  }

  /**
   * Does the work, on a platform thread that is interrupted when the job is cancelled or the service stops.
   *
   * @throws JobException to fail with its message
   */
  void run(Job job, JobProgress progress) throws InterruptedException;

  /**
   * Writes what follows from the job's end, in the transaction that ends it.
   *
   * @param end one of the states that are over
   */
  void ended(JdbcClient transaction, Job job, Job.State end);
}
