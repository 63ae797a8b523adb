package dev.clipcoder.image.fetch;

/** A picture that is not fetched; the message says why in one sentence, and nothing about hosts that are not public. */
public abstract sealed class FetchException extends RuntimeException
    permits InvalidAddressException,
        RefusedHostException,
        UnfetchableException,
        PictureTooLongException,
        FetchTooLateException,
        TooManyFetchesException {

  FetchException(String message) {
    super(message);
  }
}
