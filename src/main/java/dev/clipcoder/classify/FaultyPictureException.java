package dev.clipcoder.classify;

import dev.clipcoder.image.ImageException;

/** One of several pictures of a request cannot be read. */
public final class FaultyPictureException extends RuntimeException {

  private final int index;
  private final ImageException reason;

  FaultyPictureException(int index, ImageException reason) {
    super(reason);
    this.index = index;
    this.reason = reason;
  }

  /** Which picture, from 0, in the order of the request. */
  public int index() {
    return index;
  }

  public ImageException reason() {
    return reason;
  }
}
