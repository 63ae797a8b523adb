package dev.clipcoder.image.fetch;

/** So many pictures are being fetched that this one cannot wait among them. */
public final class TooManyFetchesException extends FetchException {

  TooManyFetchesException(String message) {
    super(message);
  }
}
