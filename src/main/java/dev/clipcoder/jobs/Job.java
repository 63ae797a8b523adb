package dev.clipcoder.jobs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param kind which {@link JobKind} does it
 * @param subject what it is about, in terms of its kind
 * @param attempts how often it was begun without being given back, this time included
 * @param done how much of {@code total} is done; both zero before it has been counted
 * @param eta how long it is likely to take from here; null if nothing can be said yet
 * @param error why it failed
 */
public record Job(
    String id,
    String kind,
    String subject,
    State state,
    int attempts,
    long done,
    long total,
    @Nullable Duration eta,
    @Nullable String error) {

  /** Where a job is in its life. */
  public enum State {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public boolean isOver() {
      return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
  }
}
