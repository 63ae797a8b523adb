package dev.clipcoder.image.fetch;

/** The host does not answer, or not with a picture. */
public final class UnfetchableException extends FetchException {

  UnfetchableException(String message) {
    super(message);
  }
}
