package dev.clipcoder.coder;

/**
 * How much one text of a kind weighs in the score of its class. Synonyms have no weight of their own: they compete
 * with the names for one place, which has the weight of the name.
 *
 * @param name finite and at least 0, like the others
 */
public record KindWeights(double name, double attribute, double analogous) {

  /** The paper's: every text the same. */
  public static final KindWeights EQUAL = new KindWeights(1, 1, 1);

  public KindWeights {
    requireWeight("name", name);
    requireWeight("attribute", attribute);
    requireWeight("analogous", analogous);
  }

  private static void requireWeight(String kind, double weight) {
    if (!Double.isFinite(weight) || weight < 0) {
      throw new IllegalArgumentException(
          "The weight of %s is %s; it must be at least 0".formatted(kind, weight));
    }
  }
}
