package dev.clipcoder.classify;

import dev.clipcoder.encoder.Admission;
import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.EncoderOverloadedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where items of batches wait, over all batches, so that who waits for one picture hardly notices them. Few of them
 * are admitted at a time: enough to fill the device's batches, and the rest of the admission stays free. No more are
 * with the decoders than there are processors, since decoding is first come, first served. On the device they go
 * behind all interactive items by their urgency.
 */
final class BulkTurns {

  private static final Duration RETRY = Duration.ofMillis(20);

  private final Admission admission;
  private final int most;
  private final Duration patience;
  private final Semaphore turns;
  private final Semaphore decoders =
      new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  /**
   * @param most items of batches that may be admitted at a time
   * @param patience how long an item waits for its turn
   */
  BulkTurns(Admission admission, int most, Duration patience) {
    this.admission = admission;
    this.most = most;
    this.patience = patience;
    this.turns = new Semaphore(most, true);
  }

  /** Waits for a turn, and then as long as the admission is full. */
  Admission.Permit admit(int items) throws InterruptedException {
    Deadline deadline = Deadline.in(patience);
    int taken = Math.min(items, most);
    if (!turns.tryAcquire(taken, patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new EncoderOverloadedException(
          "Too many pictures of batches are under way. Send this one again later.",
          Duration.ofSeconds(1));
    }
    try {
      Admission.Permit permit = awaitAdmission(items, deadline);
      return () -> {
        permit.close();
        turns.release(taken);
      };
    } catch (InterruptedException | RuntimeException refused) {
      turns.release(taken);
      throw refused;
    }
  }

  private Admission.Permit awaitAdmission(int items, Deadline deadline)
      throws InterruptedException {
    while (true) {
      try {
        return admission.admit(items);
      } catch (EncoderOverloadedException full) {
        if (deadline.hasPassed()) {
          throw full;
        }
        Thread.sleep(RETRY);
      }
    }
  }

  /**
   * Waits for a decoder to be free, and then begins.
   *
   * @param prepared done when what has begun needs no decoder any more
   */
  <T> T look(Supplier<T> look, Function<T, CompletableFuture<?>> prepared)
      throws InterruptedException {
    decoders.acquire();
    T begun;
    try {
      begun = look.get();
    } catch (RuntimeException refused) {
      decoders.release();
      throw refused;
    }
    var _ = prepared.apply(begun).whenComplete((_, _) -> decoders.release());
    return begun;
  }
}
