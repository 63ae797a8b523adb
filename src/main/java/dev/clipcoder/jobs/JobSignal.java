package dev.clipcoder.jobs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the threads that look for jobs, and those that look after one. */
final class JobSignal {

  private final List<Waiter> waiters = new CopyOnWriteArrayList<>();

  /** For one thread; hears of every signal that is given from now on. */
  Waiter waiter() {
    Waiter waiter = new Waiter();
    waiters.add(waiter);
    return waiter;
  }

  /** Hears of nothing any more. */
  void leave(Waiter waiter) {
    waiters.remove(waiter);
  }

  void give() {
    waiters.forEach(waiter -> waiter.signals.release());
  }

  /** One thread's side. */
  static final class Waiter {

    private final Semaphore signals = new Semaphore(0);

    void await(Duration most) throws InterruptedException {
      boolean given = signals.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
      if (given) {
        signals.drainPermits();
      }
    }
  }
}
