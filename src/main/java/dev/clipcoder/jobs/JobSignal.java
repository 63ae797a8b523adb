package dev.clipcoder.jobs;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the thread that looks for jobs. */
final class JobSignal {

  private final Semaphore signals = new Semaphore(0);

  void give() {
    signals.release();
  }

  void await(Duration most) throws InterruptedException {
    boolean given = signals.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
    if (given) {
      signals.drainPermits();
    }
  }
}
