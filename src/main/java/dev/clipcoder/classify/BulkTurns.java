package dev.clipcoder.classify;

import dev.clipcoder.encoder.Admission;
import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.EncoderOverloadedException;
import dev.clipcoder.encoder.EncoderUnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where items of batches wait, over all batches, so that who waits for one picture hardly notices them. Few of them
 * are admitted at a time: enough to fill the device's batches, and the rest of the admission stays free. No more are
 * with the decoders than there are processors, since decoding is first come, first served. On the device they go
 * behind all interactive items by their urgency.
 */
final class BulkTurns implements Places {

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

  /** Waits for a turn, then as long as the admission is full, and then for a decoder to be free. */
  @Override
  public Place admit(int items) {
    Deadline deadline = Deadline.in(patience);
    int taken = Math.min(items, most);
    try {
      if (!turns.tryAcquire(taken, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new EncoderOverloadedException(
            "Too many pictures of batches are under way. Send this one again later.",
            Duration.ofSeconds(1));
      }
      return admitInTurn(items, deadline, () -> turns.release(taken));
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      throw new EncoderUnavailableException("The batch was given up.", closed);
    }
  }

  private Place admitInTurn(int items, Deadline deadline, Runnable endOfTurn)
      throws InterruptedException {
    Admission.Permit permit = () -> {};
    try {
      permit = awaitAdmission(items, deadline);
      decoders.acquire();
    } catch (InterruptedException | RuntimeException refused) {
      permit.close();
      endOfTurn.run();
      throw refused;
    }
    Admission.Permit admitted = permit;
    return new Place(decoders::release, () -> {
      admitted.close();
      endOfTurn.run();
    });
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
}
