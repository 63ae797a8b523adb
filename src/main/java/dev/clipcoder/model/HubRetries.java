package dev.clipcoder.model;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often one thing is tried again, and after how long: pauses double from half a second and are shortened by
 * chance, so that replicas that start together do not ask together.
 */
final class HubRetries {

  private static final Logger log = LoggerFactory.getLogger(HubRetries.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Hubs count requests over five minutes. */
  private static final Duration MOST_PATIENCE = Duration.ofMinutes(5);

  /** Also a hub that sends a few bytes each time comes to an end. */
  private static final int MOST_FAILURES = 200;

  /** Waits; in tests it only notes how long. */
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  private final Pause pause;
  private final int attempts;
  private int failures;
  private int failuresInARow;

  HubRetries(Pause pause, int attempts) {
    this.pause = pause;
    this.attempts = attempts;
  }

  /** To be called when something has come: the hub is there after all. */
  void progressed() {
    failuresInARow = 0;
  }

  /**
   * Waits before the next try.
   *
   * @throws IOException the failure, if it was the last
   */
  void await(IOException failure) throws IOException {
    failures++;
    failuresInARow++;
    Duration wait = wait(failure);
    if (failuresInARow >= attempts
        || failures >= MOST_FAILURES
        || wait.compareTo(MOST_PATIENCE) > 0) {
      throw failure;
    }
    log.warn(
        "{}; trying again in {} s",
        HubSentences.reason(failure),
        "%.1f".formatted(wait.toMillis() / 1000.0));
    try {
      pause.of(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private Duration wait(IOException failure) {
    long exponential = FIRST_PAUSE.toMillis() << Math.min(failuresInARow - 1, 10);
    long longest = Math.min(exponential, LONGEST_PAUSE.toMillis());
    Duration wait =
        Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    Duration asked = failure instanceof HubException e ? e.retryAfter() : null;
    return asked != null && asked.compareTo(wait) > 0 ? asked : wait;
  }
}
