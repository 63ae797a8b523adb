package dev.clipcoder.model;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The hub did not deliver this time; a later try may succeed. */
final class HubException extends IOException {

  private final @Nullable Duration retryAfter;

  HubException(String message) {
    this(message, null);
  }

  /**
   * @param retryAfter when the hub wants to be asked again; null if it did not say
   */
  HubException(String message, @Nullable Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  @Nullable
  Duration retryAfter() {
    return retryAfter;
  }
}
