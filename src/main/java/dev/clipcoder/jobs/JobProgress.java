package dev.clipcoder.jobs;

import java.time.Duration;

/** How a job tells how far it is. */
public interface JobProgress {

  /** The work has been counted; what is already there needs not be done. */
  void begin(long alreadyDone, long total) throws InterruptedException;

  /**
   * So much is done and stored.
   *
   * @throws InterruptedException if the job was cancelled, or belongs to somebody else by now
   */
  void report(long done) throws InterruptedException;

  /** After the steps that are counted there is work of about so long; zero if nothing is known of any. */
  void later(Duration work);
}
