package dev.clipcoder.image.fetch;

/** The text is no address of a picture, or of a kind that is not fetched. */
public final class InvalidAddressException extends FetchException {

  InvalidAddressException(String message) {
    super(message);
  }
}
