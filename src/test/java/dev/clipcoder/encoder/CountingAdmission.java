package dev.clipcoder.encoder;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Admits up to a number that can be changed, and tells how many are in. */
public final class CountingAdmission implements Admission {

  public static final int ROOM = 256;

  private final AtomicInteger admitted = new AtomicInteger();
  private volatile int room = ROOM;

  @Override
  public Permit admit(int items) {
    if (admitted.addAndGet(items) > room) {
      admitted.addAndGet(-items);
      throw new EncoderOverloadedException(
          "%d items are under way; no more are admitted.".formatted(room), Duration.ofSeconds(2));
    }
    AtomicBoolean open = new AtomicBoolean(true);
    return () -> {
      if (open.getAndSet(false)) {
        admitted.addAndGet(-items);
      }
    };
  }

  public int admitted() {
    return admitted.get();
  }

  public void room(int items) {
    room = items;
  }
}
