package dev.clipcoder.textgen;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why one try to ask gave no answer. */
abstract sealed class AskFailure extends Exception {

  AskFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The model said something that is no answer: asked again it may say something else. */
  static final class Unusable extends AskFailure {
    Unusable(String message) {
      super(message, null);
    }

    Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The endpoint could not answer now. */
  static final class Busy extends AskFailure {

    private final @Nullable Duration retryAfter;

    /** @param retryAfter how long it wants to be left alone, all questions together; null if it does not say */
    Busy(String message, @Nullable Duration retryAfter, Throwable cause) {
      super(message, cause);
      this.retryAfter = retryAfter;
    }

    @Nullable
    Duration retryAfter() {
      return retryAfter;
    }
  }

  /** The endpoint refuses such questions, and will refuse the next one. */
  static final class Refused extends AskFailure {
    Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
