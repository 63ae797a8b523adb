package dev.clipcoder.image;

import java.nio.ByteOrder;

/**
 * The logical screen of a GIF and its first frame, the only one that is decoded.
 *
 * @param frame where the first frame lies on the screen
 * @param end bytes up to the end of the first frame; what follows is not looked at
 * @param transparencyFlag position of the flags whose lowest bit declares a transparent colour, or −1
 * @param fill 0xRRGGBB of the screen beside the frame: the transparent colour, else the first of the palette
 */
record GifHeader(int width, int height, Frame frame, int end, int transparencyFlag, int fill)
    implements ImageHeader {

  record Frame(int left, int top, int width, int height) {}

  private static final int SCREEN = 13;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;

  @Override
  public ImageFormat format() {
    return ImageFormat.GIF;
  }

  static GifHeader read(ByteView file) {
    int flags = file.u8(10);
    long at = (long) SCREEN + paletteBytes(flags);
    int transparencyFlag = -1;
    int fillIndex = 0;
    while (file.u8(at) == EXTENSION) {
      if (file.u8(at + 1) == GRAPHIC_CONTROL
          && file.u8(at + 2) == 4
          && (file.u8(at + 3) & 1) == 1) {
        transparencyFlag = (int) at + 3;
        fillIndex = file.u8(at + 6);
      }
      at = afterBlocks(file, at + 2);
    }
    if (file.u8(at) != IMAGE) {
      throw new UndecodableImageException("The GIF has no picture: it is damaged or cut off.");
    }
    Frame frame = new Frame(file.u16(at + 1), file.u16(at + 3), file.u16(at + 5), file.u16(at + 7));
    int frameFlags = file.u8(at + 9);
    at += 10;
    long palette = paletteBytes(frameFlags) > 0 ? at : SCREEN;
    int colours =
        (paletteBytes(frameFlags) > 0 ? paletteBytes(frameFlags) : paletteBytes(flags)) / 3;
    int fill =
        fillIndex < colours ? file.with(ByteOrder.BIG_ENDIAN).u24(palette + 3L * fillIndex) : 0;
    long end = afterBlocks(file, at + paletteBytes(frameFlags) + 1);
    return new GifHeader(file.u16(6), file.u16(8), frame, (int) end, transparencyFlag, fill);
  }

  boolean frameCoversScreen() {
    return frame.equals(new Frame(0, 0, width, height));
  }

  private static int paletteBytes(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** Where a chain of data blocks ends that begins at {@code position}: each says its length, the last 0. */
  private static long afterBlocks(ByteView file, long position) {
    long at = position;
    while (true) {
      if (!file.has(at, 1)) {
        throw new UndecodableImageException("The GIF is cut off inside its first frame.");
      }
      int length = file.u8(at);
      at += 1 + length;
      if (length == 0) {
        return at;
      }
    }
  }
}
