package dev.clipcoder.classify;

/** An embedding that is not of the loaded model. */
public final class WrongDimensionException extends ClassifyException {

  /** Of an embedding with that many numbers. */
  public WrongDimensionException(int given, int expected) {
    super(
        "The embedding has %d numbers; those of this model have %d. Send one that this model made."
            .formatted(given, expected));
  }
}
