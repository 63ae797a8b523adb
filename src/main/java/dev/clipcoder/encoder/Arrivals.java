package dev.clipcoder.encoder;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Pictures that are being preprocessed, and so are about to reach the device: worth a short wait for a batch. */
final class Arrivals {

  private final AtomicInteger count = new AtomicInteger();

  /** Counts a picture as arriving while it is prepared. */
  <T> T during(Supplier<T> preparation) {
    count.incrementAndGet();
    try {
      return preparation.get();
    } finally {
      count.decrementAndGet();
    }
  }

  int count() {
    return count.get();
  }
}
