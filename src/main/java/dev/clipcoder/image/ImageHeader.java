package dev.clipcoder.image;

import java.nio.ByteOrder;

/**
 * What a file says about itself before anything of it is decoded. Reading it allocates nothing that depends on
 * the claims, and every loop ends with the bytes at the latest.
 */
sealed interface ImageHeader
    permits JpegHeader, PngHeader, WebpHeader, GifHeader, BmpHeader, TiffHeader {

  ImageFormat format();

  /** Columns as stored, before the orientation is applied. */
  int width();

  /** Rows as stored, before the orientation is applied. */
  int height();

  /** What EXIF says about turning the stored picture, 1 (as it is) to 8; see {@link Orientation}. */
  default int orientation() {
    return Orientation.UPRIGHT;
  }

  default long pixels() {
    return (long) width() * height();
  }

  /**
   * Sniffs the format and reads its header.
   *
   * @throws UnsupportedImageException if these are not the bytes of a picture that we read
   * @throws UndecodableImageException if they begin as one, but the header is damaged
   */
  static ImageHeader read(byte[] bytes) {
    ByteView big = ByteView.of(bytes, ByteOrder.BIG_ENDIAN);
    ByteView little = big.with(ByteOrder.LITTLE_ENDIAN);
    return switch (Sniffer.formatOf(big)) {
      case JPEG -> JpegHeader.read(big);
      case PNG -> PngHeader.read(big);
      case WEBP -> WebpHeader.read(little);
      case GIF -> GifHeader.read(little);
      case BMP -> BmpHeader.read(little);
      case TIFF -> TiffHeader.read(big);
    };
  }
}
