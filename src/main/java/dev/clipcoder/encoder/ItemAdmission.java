package dev.clipcoder.encoder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts items; never blocks. */
final class ItemAdmission implements Admission {

  /** An item takes tens of milliseconds, and the header knows only whole seconds. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int capacity;
  private final AtomicInteger admitted = new AtomicInteger();
  private final Counter refused;

  ItemAdmission(int capacity, MeterRegistry meters) {
    this.capacity = capacity;
    this.refused = Counter.builder("clipcoder.rejections")
        .description("Requests that were refused for want of room, by what there was no room for")
        .tag("reason", "items")
        .register(meters);
    Gauge.builder("clipcoder.items.admitted", admitted, AtomicInteger::get)
        .description("Items between arrival and answer")
        .register(meters);
  }

  @Override
  public Permit admit(int items) {
    if (items < 1) {
      throw new IllegalArgumentException("Admission is for at least one item, not " + items);
    }
    int before = admitted.getAndUpdate(count -> count + items <= capacity ? count + items : count);
    if (before + items > capacity) {
      refused.increment();
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
