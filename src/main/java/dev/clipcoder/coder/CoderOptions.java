package dev.clipcoder.coder;

/**
 * How a label set turns similarities into class scores.
 *
 * @param classNorm whether attribute and analogous texts count by the direction of their mean, as CuPL does, so that
 *     classes with diverse texts are not scored lower for it
 */
public record CoderOptions(KindWeights weights, boolean classNorm) {

  public static final CoderOptions DEFAULT = new CoderOptions(KindWeights.EQUAL, false);
}
