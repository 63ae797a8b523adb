package dev.clipcoder.image;

import java.util.Locale;

/** Refuses by size what would cost too much, before it costs anything. */
final class ImageLimits {

  /** What libjpeg takes; other formats go further, but nothing useful does. */
  private static final int MAX_SIDE = 65_500;

  /** Encoders write 10 to 20 passes. */
  private static final int MAX_SCANS = 64;

  /**
   * Each pass visits every coefficient of the picture even if it changes none, so pixels times passes is bounded
   * too: the largest progressive picture may have this many passes, a smaller one more.
   */
  private static final int SCANS_AT_MAX_PIXELS = 20;

  private final ImageProperties settings;

  ImageLimits(ImageProperties settings) {
    this.settings = settings;
  }

  void checkBytes(long bytes) {
    long most = settings.maxBytes().toBytes();
    if (bytes > most) {
      throw new ImageTooLargeException(
          "The picture has %,d bytes; at most %,d are accepted (clipcoder.images.max-bytes)."
              .formatted(bytes, most));
    }
  }

  void check(ImageHeader header) {
    checkSize(header.format(), header.width(), header.height(), settings.maxPixels(), "max-pixels");
    if (header instanceof GifHeader gif) {
      GifHeader.Frame frame = gif.frame();
      checkSize(gif.format(), frame.width(), frame.height(), settings.maxPixels(), "max-pixels");
    }
    if (header instanceof TiffHeader tiff) {
      checkSize(
          tiff.format(), tiff.tileWidth(), tiff.tileHeight(), settings.maxPixels(), "max-pixels");
    }
    if (header instanceof JpegHeader jpeg && jpeg.progressive()) {
      checkSize(
          jpeg.format(),
          jpeg.width(),
          jpeg.height(),
          settings.maxProgressivePixels(),
          "max-progressive-pixels");
      checkScans(jpeg);
    }
  }

  private void checkSize(ImageFormat format, int width, int height, int most, String property) {
    if (width == 0 || height == 0) {
      throw new UndecodableImageException(
          "The %s has no pixels: its header says %d×%d.".formatted(format.title(), width, height));
    }
    long pixels = (long) width * height;
    if (pixels > most) {
      throw new ImageTooLargeException(
          "The %s has %d×%d = %s megapixels; at most %s are accepted (clipcoder.images.%s)."
              .formatted(format.title(), width, height, mega(pixels), mega(most), property));
    }
    if (Math.max(width, height) > MAX_SIDE) {
      throw new ImageTooLargeException("The %s has %d×%d pixels; a side may have at most %d."
          .formatted(format.title(), width, height, MAX_SIDE));
    }
  }

  private void checkScans(JpegHeader jpeg) {
    long most = Math.min(
        MAX_SCANS, settings.maxProgressivePixels() * (long) SCANS_AT_MAX_PIXELS / jpeg.pixels());
    if (jpeg.scans() > most) {
      throw new ImageTooLargeException(
          "The progressive JPEG has %d scans; at most %d are accepted at its size."
              .formatted(jpeg.scans(), most));
    }
  }

  private static String mega(long pixels) {
    return String.format(Locale.ROOT, "%.1f", pixels / 1e6);
  }
}
