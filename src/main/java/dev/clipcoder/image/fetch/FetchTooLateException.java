package dev.clipcoder.image.fetch;

/** The picture did not arrive in time. */
public final class FetchTooLateException extends FetchException {

  FetchTooLateException(String message) {
    super(message);
  }
}
