package dev.clipcoder.encoder;

import java.time.Duration;

/** More items are under way than the service admits. */
public final class EncoderOverloadedException extends EncoderException {

  private final Duration retryAfter;

  public EncoderOverloadedException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** When there is likely to be room again: at least a second. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
