package dev.clipcoder.image;

/** The canvas of a WebP in its three forms: lossy (VP8), lossless (VP8L), extended (VP8X). */
record WebpHeader(int width, int height, int orientation) implements ImageHeader {

  /** {@code RIFF}, its size, {@code WEBP}. */
  private static final int FIRST_CHUNK = 12;

  @Override
  public ImageFormat format() {
    return ImageFormat.WEBP;
  }

  static WebpHeader read(ByteView file) {
    if (!file.has(8, file.u32(4))) {
      throw new UndecodableImageException(
          "The WebP is cut off: it is shorter than its header says.");
    }
    ByteView data = file.slice(FIRST_CHUNK + 8, file.size() - FIRST_CHUNK - 8L);
    if (file.matches(FIRST_CHUNK, "VP8 ")) {
      if (!data.matches(3, "\u009D\u0001*")) {
        throw new UndecodableImageException(
            "The WebP does not begin with a key frame: it is damaged.");
      }
      return new WebpHeader(data.u16(6) & 0x3FFF, data.u16(8) & 0x3FFF, Orientation.UPRIGHT);
    }
    if (file.matches(FIRST_CHUNK, "VP8L")) {
      long sizes = data.u32(1);
      return new WebpHeader(
          (int) (sizes & 0x3FFF) + 1, (int) ((sizes >> 14) & 0x3FFF) + 1, Orientation.UPRIGHT);
    }
    if (file.matches(FIRST_CHUNK, "VP8X")) {
      return new WebpHeader(data.u24(4) + 1, data.u24(7) + 1, orientation(file));
    }
    throw new UndecodableImageException("The WebP has no picture chunk: it is damaged.");
  }

  private static int orientation(ByteView file) {
    long at = FIRST_CHUNK;
    while (file.has(at, 8)) {
      long length = file.u32(at + 4);
      if (file.matches(at, "EXIF") && file.has(at + 8, length)) {
        return Orientation.ofExif(file.slice(at + 8, length));
      }
      at += 8 + length + (length & 1);
    }
    return Orientation.UPRIGHT;
  }
}
