package dev.clipcoder.image;

/**
 * The chunks of a PNG. All are walked, since EXIF may come after the picture, and since libpng tells of cut files
 * on the standard error, where everybody could write.
 *
 * @param animation where the type of the chunk {@code acTL} stands that makes an APNG of it, or −1
 */
record PngHeader(int width, int height, int orientation, int animation) implements ImageHeader {

  private static final int SIGNATURE = 8;

  /** Length, type and check sum. */
  private static final int FRAMING = 12;

  @Override
  public ImageFormat format() {
    return ImageFormat.PNG;
  }

  static PngHeader read(ByteView file) {
    if (!file.matches(SIGNATURE + 4, "IHDR")) {
      throw new UndecodableImageException(
          "The PNG does not begin with its header: it is damaged or cut off.");
    }
    long width = file.u32(SIGNATURE + 8);
    long height = file.u32(SIGNATURE + 12);
    if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new UndecodableImageException("The PNG claims an impossible size: it is damaged.");
    }
    int orientation = Orientation.UPRIGHT;
    int animation = -1;
    for (long at = SIGNATURE; ; ) {
      long length = file.u32(at);
      if (!file.has(at, length + FRAMING)) {
        throw new UndecodableImageException(
            "The PNG is cut off: a chunk is longer than the rest of the file.");
      }
      if (file.matches(at + 4, "IEND")) {
        return new PngHeader((int) width, (int) height, orientation, animation);
      }
      if (file.matches(at + 4, "eXIf")) {
        orientation = Orientation.ofExif(file.slice(at + 8, length));
      }
      if (animation < 0 && file.matches(at + 4, "acTL")) {
        animation = (int) at + 4;
      }
      at += length + FRAMING;
    }
  }
}
