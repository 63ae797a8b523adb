package dev.clipcoder.image;

/** Bytes or a request for them that cannot become pixels; the message says why in one sentence for the caller. */
public abstract sealed class ImageException extends RuntimeException
    permits UndecodableImageException,
        ImageTooLargeException,
        UnsupportedImageException,
        InvalidRegionException {

  ImageException(String message) {
    super(message);
  }
}
