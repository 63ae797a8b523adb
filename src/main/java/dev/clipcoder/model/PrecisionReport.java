package dev.clipcoder.model;

/**
 * How near the embeddings of a reduced precision are to those of fp32, on pictures and texts that the service makes
 * itself. They show that the arithmetic is sound on this processor and with this checkpoint; what it does to accuracy
 * on somebody's pictures, only those can tell.
 *
 * @param pictures how many were encoded
 * @param texts likewise
 * @param leastImageCosine the smallest cosine of a picture's two embeddings
 * @param leastTextCosine likewise of a text's
 */
public record PrecisionReport(
    int pictures, int texts, double leastImageCosine, double leastTextCosine) {

  /** What these figures do not say. */
  public static final String CAVEAT =
      "Accuracy in int8 is unverified until it is measured on your own pictures: run the command evaluate with clipcoder.precision=fp32 and with int8, and compare.";
}
