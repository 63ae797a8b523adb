package dev.clipcoder.image;

/** It is a picture of a kind that we read, but damaged, truncated or empty. */
public final class UndecodableImageException extends ImageException {

  public UndecodableImageException(String message) {
    super(message);
  }
}
