package dev.clipcoder.image;

/** Not a picture, or of a kind that we do not read. */
public final class UnsupportedImageException extends ImageException {

  public UnsupportedImageException(String message) {
    super(message);
  }
}
