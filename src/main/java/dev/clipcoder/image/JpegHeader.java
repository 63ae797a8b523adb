package dev.clipcoder.image;

import org.jspecify.annotations.Nullable;

/**
 * The frame of a JPEG (ITU-T T.81 annex B).
 *
 * @param progressive whether the decoder has to hold the coefficients of the whole picture
 * @param components 1 grey, 3 colour, 4 CMYK
 * @param subsampled whether any component is not 1×1
 * @param adobeTransform the colour transform of Adobe's APP14 (0 CMYK, 2 YCCK), or null without one
 * @param scans passes over the picture; counted only where more than one is decoded
 */
record JpegHeader(
    int width,
    int height,
    int orientation,
    boolean progressive,
    int components,
    boolean subsampled,
    @Nullable Integer adobeTransform,
    int scans)
    implements ImageHeader {

  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;

  @Override
  public ImageFormat format() {
    return ImageFormat.JPEG;
  }

  static JpegHeader read(ByteView file) {
    int orientation = 0;
    Integer adobeTransform = null;
    Frame frame = null;
    for (Segment segment = Segment.after(file, 2); ; segment = segment.next(file)) {
      ByteView data = segment.data();
      switch (segment.marker()) {
        case APP1 -> {
          if (orientation == 0 && data.matches(0, "Exif\0\0")) {
            orientation = Orientation.ofExif(data.slice(6, data.size() - 6L));
          }
        }
        case APP14 -> {
          if (data.size() >= 12 && data.matches(0, "Adobe")) {
            adobeTransform = data.u8(11);
          }
        }
        case EOI ->
          throw new UndecodableImageException(
              "The JPEG ends before its picture begins: it is damaged.");
        case SOS -> {
          if (frame == null) {
            throw new UndecodableImageException(
                "The JPEG has picture data before its size: it is damaged.");
          }
          boolean manyScans = frame.progressive || data.u8(0) < frame.components;
          // Of CMYK nobody else would notice that the end is missing, see CmykPixels.
          int scans = manyScans || frame.components == 4 ? scansFrom(file, segment) : 1;
          return new JpegHeader(
              frame.width,
              frame.height,
              Math.max(orientation, Orientation.UPRIGHT),
              manyScans,
              frame.components,
              frame.subsampled,
              adobeTransform,
              scans);
        }
        default -> {
          if (isFrame(segment.marker())) {
            frame = Frame.read(segment.marker(), data);
          }
        }
      }
    }
  }

  /** Start-of-frame markers are C0–CF without C4 (Huffman), C8 (reserved) and CC (arithmetic conditioning). */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static int scansFrom(ByteView file, Segment first) {
    int scans = 0;
    for (Segment segment = first; segment.marker() != EOI; segment = segment.next(file)) {
      if (segment.marker() == SOS) {
        scans++;
      }
    }
    return scans;
  }

  /** What the start-of-frame segment says. */
  private record Frame(
      int width, int height, boolean progressive, int components, boolean subsampled) {

    private static Frame read(int marker, ByteView data) {
      if (marker > 0xC2 && marker != 0xC9 && marker != 0xCA) {
        throw new UnsupportedImageException(
            "This is a lossless or hierarchical JPEG, which is not read.");
      }
      if (data.u8(0) != 8) {
        throw new UnsupportedImageException(
            "This is a JPEG of %d bits per channel; only 8 are read.".formatted(data.u8(0)));
      }
      int components = data.u8(5);
      if (components != 1 && components != 3 && components != 4) {
        throw new UnsupportedImageException(
            "This JPEG has %d channels; grey, colour and CMYK are read.".formatted(components));
      }
      boolean subsampled = false;
      for (int i = 0; i < components; i++) {
        subsampled |= data.u8(7 + 3L * i) != 0x11;
      }
      return new Frame(
          data.u16(3), data.u16(1), marker == 0xC2 || marker == 0xCA, components, subsampled);
    }
  }

  /** One marker and the data behind it; entropy-coded data between two markers is passed over. */
  private record Segment(int marker, ByteView data, long end) {

    private Segment next(ByteView file) {
      return after(file, end);
    }

    private static Segment after(ByteView file, long position) {
      long at = position;
      while (true) {
        while (file.u8(at) != 0xFF) {
          at++;
        }
        int marker = file.u8(++at);
        if (marker == EOI) {
          return new Segment(EOI, file.slice(at, 0), at + 1);
        }
        if (hasData(marker)) {
          int length = file.u16(at + 1);
          if (length < 2) {
            throw new UndecodableImageException(
                "The JPEG has a segment of impossible length: it is damaged.");
          }
          return new Segment(marker, file.slice(at + 3, length - 2L), at + 1 + length);
        }
      }
    }

    /** Not fill bytes (FF), stuffed zeros, TEM, restart markers and start of image. */
    private static boolean hasData(int marker) {
      return marker >= 0xC0 && marker != 0xFF && !(marker >= 0xD0 && marker <= 0xD8);
    }
  }
}
