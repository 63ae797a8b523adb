package dev.clipcoder.image;

/** The size in a Windows bitmap; a negative height means that the top row comes first. */
record BmpHeader(int width, int height) implements ImageHeader {

  private static final int INFO = 14;
  private static final int CORE_SIZE = 12;

  @Override
  public ImageFormat format() {
    return ImageFormat.BMP;
  }

  static BmpHeader read(ByteView file) {
    if (file.u32(INFO) == CORE_SIZE) {
      return new BmpHeader(file.u16(INFO + 4), file.u16(INFO + 6));
    }
    int width = file.s32(INFO + 4);
    int height = file.s32(INFO + 8);
    if (width < 0 || height == Integer.MIN_VALUE) {
      throw new UndecodableImageException(
          "The BMP claims a size of %d×%d: it is damaged.".formatted(width, height));
    }
    return new BmpHeader(width, Math.abs(height));
  }
}
