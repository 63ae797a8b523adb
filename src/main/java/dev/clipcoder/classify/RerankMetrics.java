package dev.clipcoder.classify;

import dev.clipcoder.coder.RerankOutcome;
import dev.clipcoder.coder.RerankResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Counts and times reranks by what came of them, as {@code clipcoder.rerank}. */
final class RerankMetrics {

  private final MeterRegistry meters;
  private final Counter flips;
  private final Counter withTexts;
  private final Counter withoutTexts;

  RerankMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.flips = Counter.builder("clipcoder.rerank.flips")
        .description("Reranks after which another label was first")
        .register(meters);
    this.withTexts = pairs("present");
    this.withoutTexts = pairs("missing");
    for (RerankOutcome outcome : RerankOutcome.values()) {
      Timer _ = timer(outcome);
    }
  }

  private Counter pairs(String texts) {
    return Counter.builder("clipcoder.rerank.pairs")
        .description(
            "Pairs of candidates that met, by whether both directions have one-to-one texts")
        .tag("texts", texts)
        .register(meters);
  }

  /** A rerank, and the nanoseconds that it took. */
  record Timed(RerankResult result, long nanos) {}

  Timed record(Supplier<RerankResult> rerank) {
    long start = System.nanoTime();
    RerankResult result = rerank.get();
    long nanos = System.nanoTime() - start;
    timer(result.outcome()).record(nanos, TimeUnit.NANOSECONDS);
    if (result.flipped()) {
      flips.increment();
    }
    if (result.outcome() == RerankOutcome.APPLIED || result.outcome() == RerankOutcome.NO_TEXTS) {
      int candidates = result.before().size();
      int missing = result.missing().size();
      withTexts.increment(candidates * (candidates - 1) / 2 - missing);
      withoutTexts.increment(missing);
    }
    return new Timed(result, nanos);
  }

  private Timer timer(RerankOutcome outcome) {
    return Timer.builder("clipcoder.rerank")
        .description("Reranks, by whether they were applied or why not")
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .register(meters);
  }
}
