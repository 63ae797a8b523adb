package dev.clipcoder.classify;

import dev.clipcoder.encoder.Admission;
import dev.clipcoder.encoder.BatchingProperties;
import dev.clipcoder.encoder.Urgency;
import dev.clipcoder.tracing.Trace;
import dev.clipcoder.tracing.Traces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Where requests come in: each gets its time limit, and a way to a place for what has to be encoded for it. */
final class Intake {

  private final Admission admission;
  private final Duration limit;
  private final Duration bulkLimit;
  private final BulkTurns turns;
  private final Counter abandoned;
  private final Traces traces;

  Intake(Admission admission, BatchingProperties batching, Traces traces, MeterRegistry meters) {
    this.traces = traces;
    this.admission = admission;
    this.limit = batching.deadline();
    this.bulkLimit = batching.bulkDeadline();
    this.turns = new BulkTurns(
        admission, Math.min(2 * batching.maxBatch(), batching.maxPending() / 2), bulkLimit);
    this.abandoned = Counter.builder("clipcoder.requests.abandoned")
        .description("Requests whose caller hung up before the answer")
        .register(meters);
  }

  /** Begins with a request that somebody waits for; its pictures are refused where there is no room for them. */
  Work begin(Caller caller) {
    return new Work(this::admit, limit, caller, abandoned, Urgency.INTERACTIVE, traces.current());
  }

  private Place admit(int items) {
    Admission.Permit permit = admission.admit(items);
    return new Place(() -> {}, permit::close);
  }

  /**
   * Begins with an item of a batch; it waits for its turn where it needs one, until interrupted.
   *
   * @param trace of the batch: the item has a thread of its own
   */
  Work beginInBulk(Trace trace) {
    return new Work(turns, bulkLimit, () -> false, abandoned, Urgency.BULK, trace);
  }

  /** Counts a batch whose caller hung up. */
  void countAbandoned() {
    abandoned.increment();
  }
}
