package dev.clipcoder.textgen;

import java.time.Duration;

/** When the next question may be asked: so many a minute, and none while the endpoint wants to be left alone. */
final class LlmPace {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Between two questions, in nanoseconds; 0 for any number of questions. */
  private final long between;

  private final long mostPause;

  /** In nanoseconds of {@link System#nanoTime}. */
  private long nextAt = System.nanoTime();

  LlmPace(int requestsPerMinute, Duration maxPause) {
    this.between = requestsPerMinute == 0 ? 0 : MINUTE.toNanos() / requestsPerMinute;
    this.mostPause = maxPause.toNanos();
  }

  /** Waits for a turn. */
  void await() throws InterruptedException {
    long wait = takeTurn() - System.nanoTime();
    if (wait > 0) {
      Thread.sleep(Duration.ofNanos(wait));
    }
  }

  private synchronized long takeTurn() {
    long now = System.nanoTime();
    long turn = nextAt - now > 0 ? nextAt : now;
    nextAt = turn + between;
    return turn;
  }

  /** Nobody asks for a while, but for at most the longest pause. */
  synchronized void pause(Duration length) {
    long until = System.nanoTime() + Math.min(length.toNanos(), mostPause);
    if (until - nextAt > 0) {
      nextAt = until;
    }
  }
}
