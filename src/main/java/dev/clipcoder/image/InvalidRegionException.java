package dev.clipcoder.image;

/** A region that is not inside the picture. */
public final class InvalidRegionException extends ImageException {

  public InvalidRegionException(String message) {
    super(message);
  }
}
