package dev.clipcoder.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * Inks to light by PIL's formula. OpenCV rounds another way, up to two levels off, and does not hand out its
 * samples; but libtiff hands out those of a JPEG inside of a TIFF that is said to be RGBA, so that is what it is
 * given. libtiff takes no subsampled inks there: those few pictures are left to OpenCV's formula.
 */
final class CmykPixels {

  /** The transform in Adobe's marker that means that there is none. */
  private static final int ADOBE_CMYK = 0;

  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRIES = 11;
  private static final int BITS_AT = 8 + 2 + ENTRIES * 12 + 4;
  private static final int STRIP_AT = BITS_AT + 8;

  private CmykPixels() {}

  /** A native copy of the JPEG as the only strip of a TIFF, the caller's to close. */
  static BytePointer asTiff(byte[] jpeg, JpegHeader header) {
    ByteBuffer tiff = ByteBuffer.allocate(STRIP_AT).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) ENTRIES);
    entry(tiff, 256, LONG, 1, header.width());
    entry(tiff, 257, LONG, 1, header.height());
    entry(tiff, 258, SHORT, 4, BITS_AT);
    entry(tiff, 259, SHORT, 1, 7); // Compression: JPEG
    entry(tiff, 262, SHORT, 1, 2); // PhotometricInterpretation: RGB
    entry(tiff, 273, LONG, 1, STRIP_AT);
    entry(tiff, 277, SHORT, 1, 4); // SamplesPerPixel
    entry(tiff, 278, LONG, 1, header.height()); // RowsPerStrip
    entry(tiff, 279, LONG, 1, jpeg.length); // StripByteCounts
    entry(tiff, 284, SHORT, 1, 1); // PlanarConfiguration: contiguous
    entry(tiff, 338, SHORT, 1, 1); // ExtraSamples: associated alpha, which is left alone
    tiff.putInt(0).putShort((short) 8).putShort((short) 8).putShort((short) 8).putShort((short) 8);
    BytePointer copy = OpenCv.allocate((long) STRIP_AT + jpeg.length);
    copy.put(tiff.array(), 0, STRIP_AT);
    copy.position(STRIP_AT).put(jpeg, 0, jpeg.length).position(0);
    return copy;
  }

  private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
    tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  /**
   * Inks of a JPEG are taken for inverted, with Adobe's marker and without one, as PIL takes them.
   *
   * @param adobeTransform as in {@link JpegHeader}; any but 0 is YCCK, as libjpeg takes it
   */
  static Mat ofJpeg(Mat samples, @Nullable Integer adobeTransform) {
    return adobeTransform == null || adobeTransform == ADOBE_CMYK
        ? FourSamples.toRgb(samples, CmykPixels::invertedInks)
        : FourSamples.toRgb(samples, CmykPixels::ycck);
  }

  /** 0 is no ink. */
  static Mat ofInks(Mat samples) {
    return FourSamples.toRgb(samples, CmykPixels::inks);
  }

  private static void inks(byte[] samples, int from, byte[] rgb, int to) {
    print(
        samples[from + FourSamples.FIRST] & 0xFF,
        samples[from + FourSamples.SECOND] & 0xFF,
        samples[from + FourSamples.THIRD] & 0xFF,
        samples[from + FourSamples.FOURTH] & 0xFF,
        rgb,
        to);
  }

  private static void invertedInks(byte[] samples, int from, byte[] rgb, int to) {
    print(
        ~samples[from + FourSamples.FIRST] & 0xFF,
        ~samples[from + FourSamples.SECOND] & 0xFF,
        ~samples[from + FourSamples.THIRD] & 0xFF,
        ~samples[from + FourSamples.FOURTH] & 0xFF,
        rgb,
        to);
  }

  /** Luma and chroma of the inverted inks (JFIF), and inverted black: libjpeg's ycck_cmyk_convert, then as above. */
  private static void ycck(byte[] samples, int from, byte[] rgb, int to) {
    int y = samples[from + FourSamples.FIRST] & 0xFF;
    int cb = (samples[from + FourSamples.SECOND] & 0xFF) - 128;
    int cr = (samples[from + FourSamples.THIRD] & 0xFF) - 128;
    print(
        clamp(y + ((91_881 * cr + 32_768) >> 16)),
        clamp(y + ((-22_554 * cb - 46_802 * cr + 32_768) >> 16)),
        clamp(y + ((116_130 * cb + 32_768) >> 16)),
        ~samples[from + FourSamples.FOURTH] & 0xFF,
        rgb,
        to);
  }

  private static void print(int cyan, int magenta, int yellow, int black, byte[] rgb, int to) {
    int light = 255 - black;
    rgb[to] = (byte) (light - share(cyan, light));
    rgb[to + 1] = (byte) (light - share(magenta, light));
    rgb[to + 2] = (byte) (light - share(yellow, light));
  }

  /** a·b/255, rounded, as PIL's MULDIV255. */
  private static int share(int a, int b) {
    int product = a * b + 128;
    return ((product >> 8) + product) >> 8;
  }

  private static int clamp(int value) {
    return Math.clamp(value, 0, 255);
  }
}
