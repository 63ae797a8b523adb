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

  RerankMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.flips = Counter.builder("clipcoder.rerank.flips")
        .description("Reranks after which another label was first")
        .register(meters);
  }

  RerankResult record(Supplier<RerankResult> rerank) {
    long start = System.nanoTime();
    RerankResult result = rerank.get();
    timer(result.outcome()).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    if (result.flipped()) {
      flips.increment();
    }
    return result;
  }

  private Timer timer(RerankOutcome outcome) {
    return Timer.builder("clipcoder.rerank")
        .description("Reranks, by whether they were applied or why not")
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .register(meters);
  }
}
