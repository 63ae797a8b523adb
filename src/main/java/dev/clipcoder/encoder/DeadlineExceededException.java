package dev.clipcoder.encoder;

/** The item's deadline passed before its embedding was there. */
public final class DeadlineExceededException extends EncoderException {

  public DeadlineExceededException(String message) {
    super(message);
  }
}
