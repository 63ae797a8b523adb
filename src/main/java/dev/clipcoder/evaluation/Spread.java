package dev.clipcoder.evaluation;

import java.util.Arrays;

/**
 * A figure over draws: its mean, and the 95 % interval of that mean by Student's t,
 * {@code mean ± t·s/√n} with n − 1 degrees of freedom. It tells how much the mean depends on which examples were drawn.
 * All draws come from the same pictures, so it does not tell what other pictures would give. Its ends are not cut to
 * what the figure can be.
 *
 * @param lowest of the draws
 */
public record Spread(double mean, double lower, double upper, double lowest) {

  /** Of at least two values. */
  static Spread of(double[] values) {
    int n = values.length;
    if (n < 2) {
      throw new IllegalArgumentException("An interval needs two values");
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double half = StudentT.quantile95(n - 1) * Math.sqrt(squares / (n - 1) / n);
    return new Spread(
        mean, mean - half, mean + half, Arrays.stream(values).min().orElseThrow());
  }
}
