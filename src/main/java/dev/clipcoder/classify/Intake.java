package dev.clipcoder.classify;

import dev.clipcoder.encoder.Admission;
import dev.clipcoder.encoder.BatchingProperties;
import dev.clipcoder.encoder.Urgency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where requests come in: each gets its place in the admission and its time limit. */
final class Intake {

  private final Admission admission;
  private final Duration limit;
  private final Duration bulkLimit;
  private final BulkTurns turns;
  private final Counter abandoned;

  Intake(Admission admission, BatchingProperties batching, MeterRegistry meters) {
    this.admission = admission;
    this.limit = batching.deadline();
    this.bulkLimit = batching.bulkDeadline();
    this.turns = new BulkTurns(
        admission, Math.min(2 * batching.maxBatch(), batching.maxPending() / 2), bulkLimit);
    this.abandoned = Counter.builder("clipcoder.requests.abandoned")
        .description("Requests whose caller hung up before the answer")
        .register(meters);
  }

  /**
   * Lets a request in.
   *
   * @param items pictures or parts of pictures that the encoder has to work on
   * @throws dev.clipcoder.encoder.EncoderOverloadedException if there is no room for that many
   */
  Work admit(int items, Caller caller) {
    Admission.Permit permit = items == 0 ? () -> {} : admission.admit(items);
    return new Work(permit, limit, caller, abandoned, Urgency.INTERACTIVE);
  }

  /**
   * Lets an item of a batch in when its turn comes. Waits, until interrupted.
   *
   * @throws dev.clipcoder.encoder.EncoderOverloadedException if that takes too long
   */
  Work awaitTurn(int items) throws InterruptedException {
    Admission.Permit permit = items == 0 ? () -> {} : turns.admit(items);
    return new Work(permit, bulkLimit, () -> false, abandoned, Urgency.BULK);
  }

  /** Begins to look at an item of a batch when the decoders have time for it. Waits, until interrupted. */
  Sight awaitDecoder(Supplier<Sight> look) throws InterruptedException {
    return turns.look(look, Sight::prepared);
  }

  /** The same for anything that is decoded; {@code decoding} is done when it is. */
  <T> T awaitFreeDecoder(Supplier<T> begin, Function<T, CompletableFuture<?>> decoding)
      throws InterruptedException {
    return turns.look(begin, decoding);
  }

  /** Counts a batch whose caller hung up. */
  void countAbandoned() {
    abandoned.increment();
  }
}
