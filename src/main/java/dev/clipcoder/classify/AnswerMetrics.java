package dev.clipcoder.classify;

import dev.clipcoder.coder.Rejection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How sure answers are, by method: when the pictures drift away from what the labels are for, it shows here. */
final class AnswerMetrics {

  private static final double[] PROBABILITIES = {
    0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1
  };
  private static final double[] MARGINS = {
    0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.5
  };

  private final MeterRegistry meters;

  AnswerMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /**
   * Counts one answer.
   *
   * @param method the id of one
   * @param rejection why no label was accepted; null if one was
   */
  void record(String method, Best best, @Nullable Rejection rejection) {
    DistributionSummary.builder("clipcoder.answer.probability")
        .description("Probability of the first label, by method")
        .tag("method", method)
        .serviceLevelObjectives(PROBABILITIES)
        .register(meters)
        .record(best.probability());
    if (!Double.isNaN(best.margin())) {
      DistributionSummary.builder("clipcoder.answer.margin")
          .description("Score of the first label less that of the second, by method")
          .tag("method", method)
          .serviceLevelObjectives(MARGINS)
          .register(meters)
          .record(best.margin());
    }
    Counter.builder("clipcoder.answers")
        .description("Answers, by method and whether a label was accepted or why not")
        .tag("method", method)
        .tag(
            "outcome",
            rejection == null
                ? "accepted"
                : rejection.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .register(meters)
        .increment();
  }

  /**
   * How sure the first stage is.
   *
   * @param probability of the first label, in [0, 1]
   * @param margin between the scores of the first two; NaN for a single label
   */
  record Best(double probability, double margin) {}
}
