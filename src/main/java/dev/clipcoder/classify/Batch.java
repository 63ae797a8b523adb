package dev.clipcoder.classify;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Many subjects among the same candidates, each for itself: one that fails does not touch the others. They are worked
 * on behind all requests that somebody waits for. Closing it takes back what is not done.
 */
public final class Batch implements AutoCloseable {

  private final Item item;
  private final Holds holds;
  private final Runnable abandoned;
  private final ExecutorService items = Executors.newThreadPerTaskExecutor(
      Thread.ofVirtual().name("batch-item-", 0).factory());

  /** Classifies one subject when its turn comes. */
  interface Item {
    ClassifyResult classify(Subject subject);
  }

  Batch(Item item, Holds holds, Runnable abandoned) {
    this.item = item;
    this.holds = holds;
    this.abandoned = abandoned;
  }

  /**
   * Queues a subject. The future fails as {@link ClassifyService#classify} does, or as the supplier does.
   *
   * @param subject asked for on the item's own thread, so it may block
   */
  public CompletableFuture<ClassifyResult> submit(Supplier<Subject> subject) {
    return CompletableFuture.supplyAsync(() -> item.classify(subject.get()), items);
  }

  /** The caller hung up. */
  public void abandon() {
    abandoned.run();
    close();
  }

  /** Interrupts what is not done, which takes back what it has begun, and waits for that. */
  @Override
  public void close() {
    items.shutdownNow();
    items.close();
    holds.close();
  }
}
