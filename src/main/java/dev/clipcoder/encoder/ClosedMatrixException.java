package dev.clipcoder.encoder;

/** A matrix on the device is wanted that has been freed; whoever gets it from a cache asks again. */
public final class ClosedMatrixException extends IllegalStateException {

  ClosedMatrixException() {
    super("The matrix has been freed");
  }
}
