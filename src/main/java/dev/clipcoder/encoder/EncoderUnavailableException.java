package dev.clipcoder.encoder;

/** The encoder is loading, draining, or its device failed. */
public final class EncoderUnavailableException extends EncoderException {

  public EncoderUnavailableException(String message) {
    super(message);
  }

  public EncoderUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
