package dev.clipcoder.encoder;

/** Why an item did not get its embedding. */
public abstract sealed class EncoderException extends RuntimeException
    permits DeadlineExceededException, EncoderOverloadedException, EncoderUnavailableException {

  EncoderException(String message) {
    super(message);
  }

  EncoderException(String message, Throwable cause) {
    super(message, cause);
  }
}
