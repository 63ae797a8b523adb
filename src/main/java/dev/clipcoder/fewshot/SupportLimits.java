package dev.clipcoder.fewshot;

/**
 * The most examples of a set: what is configured, or what the heap has room for.
 *
 * @param reason which of them, and how to change it
 */
record SupportLimits(int examples, String reason) {

  /**
   * What an example takes while a head is fitted, in numbers of eight bytes for each of its own: in the support, its
   * CODER vector, and both again in the head.
   */
  private static final int COPIES = 4;

  /** Half of the heap is for everything else. */
  static SupportLimits of(int configured, int dimension, long heap) {
    long fit = heap / 2 / ((long) COPIES * Double.BYTES * dimension);
    return fit < configured
        ? new SupportLimits(Math.toIntExact(fit), "a larger heap takes more")
        : new SupportLimits(configured, "clipcoder.support-sets.max-examples");
  }
}
