package dev.clipcoder.image;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on a fixed set of platform threads, in the order in which it came, while a budget of pixels bounds
 * what is held at once.
 *
 * <p>Work is handed to the pool only when a thread is free and its pixels fit, so a waiting picture holds neither a
 * thread nor memory, and what is counted as in flight really is decoded. Strictly first come, first served: a
 * large picture at the head is not overtaken by small ones for ever. One that is larger than the whole budget
 * runs alone.
 */
final class DecodeQueue implements AutoCloseable {

  /** Longer than decoding the largest picture takes. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final long budget;
  private final int threads;
  private final ExecutorService pool;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Task<?>> waiting = new ArrayDeque<>();
  private long pixelsInFlight;
  private int running;
  private boolean closed;

  DecodeQueue(int threads, long pixelBudget) {
    this.threads = threads;
    this.budget = pixelBudget;
    // Platform threads: native code would pin the carriers of virtual ones.
    this.pool = Executors.newFixedThreadPool(
        threads, Thread.ofPlatform().name("decode-", 0).daemon().factory());
  }

  /**
   * Queues work behind all that came before.
   *
   * @param pixels what the work holds while it runs
   * @return the outcome; cancelling it takes work that has not begun out of the queue
   */
  <T> CompletableFuture<T> submit(long pixels, Supplier<T> work) {
    Task<T> task = new Task<>(pixels, work, new CompletableFuture<>());
    lock.lock();
    try {
      if (closed) {
        throw new RejectedExecutionException("The service is shutting down.");
      }
      waiting.add(task);
      startWhatFits();
    } finally {
      lock.unlock();
    }
    var _ = task.outcome.whenComplete((value, failure) -> withdraw(task));
    return task.outcome;
  }

  /** Pixels of the work that runs now. */
  long pixelsInFlight() {
    lock.lock();
    try {
      return pixelsInFlight;
    } finally {
      lock.unlock();
    }
  }

  /** Lets running work finish and cancels what waits. */
  @Override
  public void close() {
    List<Task<?>> dropped;
    lock.lock();
    try {
      closed = true;
      dropped = new ArrayList<>(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    dropped.forEach(task -> task.outcome.cancel(false));
    pool.shutdown();
    try {
      if (!pool.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Called with the lock held. */
  private void startWhatFits() {
    while (running < threads) {
      Task<?> head = waiting.peek();
      if (head == null || (running > 0 && pixelsInFlight + head.pixels > budget)) {
        return;
      }
      waiting.remove();
      running++;
      pixelsInFlight += head.pixels;
      pool.execute(() -> run(head));
    }
  }

  private <T> void run(Task<T> task) {
    T value = null;
    Throwable failure = null;
    try {
      if (!task.outcome.isDone()) {
        value = task.work.get();
      }
    } catch (Throwable e) { // errors too: somebody waits for the outcome
      failure = e;
    }
    // First the room, then the answer: who is woken by it may send the next picture at once.
    release(task);
    complete(task.outcome, value, failure);
  }

  private static <T> void complete(
      CompletableFuture<T> outcome, @Nullable T value, @Nullable Throwable failure) {
    if (failure != null) {
      outcome.completeExceptionally(failure);
    } else {
      outcome.complete(value);
    }
  }

  private void release(Task<?> task) {
    lock.lock();
    try {
      running--;
      pixelsInFlight -= task.pixels;
      startWhatFits();
    } finally {
      lock.unlock();
    }
  }

  /** Cancelled work leaves the queue at once: it holds its bytes, and at the head it would hold up the others. */
  private void withdraw(Task<?> task) {
    lock.lock();
    try {
      if (waiting.remove(task)) {
        startWhatFits();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Compared by identity. */
  private static final class Task<T> {
    private final long pixels;
    private final Supplier<T> work;
    private final CompletableFuture<T> outcome;

    private Task(long pixels, Supplier<T> work, CompletableFuture<T> outcome) {
      this.pixels = pixels;
      this.work = work;
      this.outcome = outcome;
    }
  }
}
