package dev.clipcoder.classify;

/** The caller hung up; what was under way for it has been taken back. */
public final class CallerGoneException extends RuntimeException {

  CallerGoneException() {
    super("The caller hung up");
  }
}
