package dev.clipcoder.image.fetch;

/** The host sends more bytes than a picture may have. */
public final class PictureTooLongException extends FetchException {

  PictureTooLongException(String message) {
    super(message);
  }
}
