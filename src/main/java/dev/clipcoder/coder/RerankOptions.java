package dev.clipcoder.coder;

/**
 * When and how a label set reranks.
 *
 * @param gap rerank when p(1) − p(2) is below it; at least 0; 1 or more: always
 * @param candidates how many of the first labels take part; at least 2
 * @param lambda the weight of r in {@link RerankMode#FUSED}; finite
 */
public record RerankOptions(double gap, int candidates, RerankMode mode, double lambda) {

  /** The paper's, for gap and mode. */
  public static final RerankOptions DEFAULT = new RerankOptions(0.1, 5, RerankMode.REPLACE, 1);

  public RerankOptions {
    if (!(gap >= 0)) {
      throw new IllegalArgumentException("The gap is %s; it must be at least 0".formatted(gap));
    }
    if (candidates < 2) {
      throw new IllegalArgumentException(
          "There are %d candidates; it takes at least 2".formatted(candidates));
    }
    if (!Double.isFinite(lambda)) {
      throw new IllegalArgumentException("Lambda is %s; it must be finite".formatted(lambda));
    }
  }

  boolean isClose(double found) {
    // 1 or more means always, and a gap of exactly 1 exists: all probability on one class.
    return gap >= 1 || found < gap;
  }
}
