package dev.clipcoder.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A share with its 95 % Wilson score interval (Wilson, JASA 22, 1927): with p = count/of and z = 1.96,
 * {@code (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)}. It stays within [0, 1] and is not empty at p = 0 or 1.
 *
 * @param of at least 1
 */
@JsonPropertyOrder({"count", "of", "value", "lower", "upper"})
public record Proportion(int count, int of) {

  /** The 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  public Proportion {
    if (of < 1 || count < 0 || count > of) {
      throw new IllegalArgumentException("No share: %d of %d".formatted(count, of));
    }
  }

  @JsonProperty
  public double value() {
    return (double) count / of;
  }

  @JsonProperty
  public double lower() {
    // Exactly 0 and 1 at the ends, where rounding would leave 1e-17.
    return count == 0 ? 0 : centre() - halfWidth();
  }

  @JsonProperty
  public double upper() {
    return count == of ? 1 : centre() + halfWidth();
  }

  private double centre() {
    return (value() + Z * Z / (2 * of)) / (1 + Z * Z / of);
  }

  private double halfWidth() {
    double p = value();
    return Z * Math.sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of)) / (1 + Z * Z / of);
  }
}
