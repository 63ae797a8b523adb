package dev.clipcoder.classify;

import dev.clipcoder.encoder.Admission;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Where requests come in: each gets its place in the admission and its time limit. */
final class Intake {

  private final Admission admission;
  private final Duration limit;
  private final Counter abandoned;

  Intake(Admission admission, Duration limit, MeterRegistry meters) {
    this.admission = admission;
    this.limit = limit;
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
    return new Work(permit, limit, caller, abandoned);
  }
}
