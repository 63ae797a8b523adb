package dev.clipcoder.image;

/** More bytes or pixels than the service accepts. */
public final class ImageTooLargeException extends ImageException {

  public ImageTooLargeException(String message) {
    super(message);
  }
}
