package dev.clipcoder.encoder;

import java.time.Duration;

/** The moment after which nobody waits for an answer any more, on the monotonic clock. */
public record Deadline(long nanoTime) {

  /** Further away than any process lives: for work that is taken back when nobody waits for it any more. */
  public static final Deadline NONE = new Deadline(System.nanoTime() + Long.MAX_VALUE / 2);

  public static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  public boolean hasPassed() {
    return remainingNanos() <= 0;
  }

  /** Nanoseconds left; zero or negative once it has passed. */
  public long remainingNanos() {
    return nanoTime - System.nanoTime();
  }
}
