package dev.clipcoder.encoder;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts items; never blocks. */
final class ItemAdmission implements Admission {

  /** An item takes tens of milliseconds, and the header knows only whole seconds. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int capacity;
  private final AtomicInteger admitted = new AtomicInteger();

  ItemAdmission(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public Permit admit(int items) {
    if (items < 1) {
      throw new IllegalArgumentException("Admission is for at least one item, not " + items);
    }
    int before = admitted.getAndUpdate(count -> count + items <= capacity ? count + items : count);
    if (before + items > capacity) {
      throw new EncoderOverloadedException(
          "%d items are under way of at most %d; there is no room for %d more."
              .formatted(before, capacity, items),
          RETRY_AFTER);
    }
    AtomicBoolean closed = new AtomicBoolean();
    return () -> {
      if (closed.compareAndSet(false, true)) {
        admitted.addAndGet(-items);
      }
    };
  }

  /** Items between arrival and answer now. */
  int admitted() {
    return admitted.get();
  }
}
