package dev.clipcoder.image;

import static org.bytedeco.opencv.global.opencv_core.flip;
import static org.bytedeco.opencv.global.opencv_core.transpose;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;

import java.util.zip.CRC32;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * File to RGB as PIL's {@code convert("RGB")} makes it: alpha dropped, palettes expanded, grey repeated, the high
 * byte of 16 bits. OpenCV gives exactly that for nearly everything; where it differs, a few bytes of the native
 * copy of the file are changed so that OpenCV hands out the raw samples, and the rest is done here.
 */
final class PixelDecoder {

  private static final int AS_RGB = IMREAD_COLOR_RGB | IMREAD_IGNORE_ORIENTATION;

  /** PhotometricInterpretation RGB: samples as they are. */
  private static final byte RGB = 2;

  /** The ExtraSamples value that keeps libtiff from multiplying colours with alpha. */
  private static final byte ASSOCIATED = 1;

  private static final byte GIF_TRAILER = 0x3B;

  private PixelDecoder() {}

  /** Upright 8-bit RGB without gaps, the caller's to close. */
  static Mat decode(byte[] bytes, ImageHeader header, Reduction reduction, boolean exif) {
    Mat stored = switch (header) {
      case JpegHeader jpeg -> jpeg(bytes, jpeg, reduction);
      case PngHeader png -> png(bytes, png);
      case GifHeader gif -> gif(bytes, gif);
      case TiffHeader tiff -> tiff(bytes, tiff);
      case WebpHeader webp -> plain(bytes, webp);
      case BmpHeader bmp -> plain(bytes, bmp);
    };
    int decodedOrientation =
        header instanceof TiffHeader tiff ? tiff.stored() : Orientation.UPRIGHT;
    boolean across = Orientation.swapsSides(decodedOrientation);
    int width = reduction.of(header.width());
    int height = reduction.of(header.height());
    if (stored.cols() != (across ? height : width) || stored.rows() != (across ? width : height)) {
      stored.close();
      throw new UndecodableImageException(
          "The %s has another size than its header says: it is damaged."
              .formatted(header.format().title()));
    }
    return exif ? upright(stored, header.orientation()) : stored;
  }

  private static Mat plain(byte[] bytes, ImageHeader header) {
    return plain(bytes, header, AS_RGB);
  }

  private static Mat plain(byte[] bytes, ImageHeader header, int flags) {
    try (BytePointer encoded = OpenCv.copyOf(bytes)) {
      return OpenCv.decode(encoded, bytes.length, flags, header.format());
    }
  }

  private static Mat jpeg(byte[] bytes, JpegHeader header, Reduction reduction) {
    if (header.components() != 4 || header.subsampled()) {
      return plain(bytes, header, AS_RGB | reduction.flag());
    }
    try (BytePointer encoded = CmykPixels.asTiff(bytes, header);
        Mat samples =
            OpenCv.decode(encoded, encoded.capacity(), IMREAD_UNCHANGED, header.format())) {
      return CmykPixels.ofJpeg(samples, header.adobeTransform());
    }
  }

  /** Of an APNG the still picture in it, as viewers without animation show: its chunk {@code acTL} is renamed. */
  private static Mat png(byte[] bytes, PngHeader header) {
    try (BytePointer encoded = OpenCv.copyOf(bytes)) {
      int type = header.animation();
      if (type >= 0) {
        byte[] chunk = {'z', 'c', 'T', 'L', 0, 0, 0, 0, 0, 0, 0, 0};
        CRC32 checkSum = new CRC32();
        System.arraycopy(bytes, type + 4, chunk, 4, 8);
        checkSum.update(chunk);
        for (int i = 0; i < 4; i++) {
          encoded.put(type + 12L + i, (byte) (checkSum.getValue() >> (24 - 8 * i)));
        }
        encoded.put(type, chunk[0]);
      }
      return OpenCv.decode(encoded, bytes.length, AS_RGB, header.format());
    }
  }

  /** The first frame only, its transparent colour shown like the others. */
  private static Mat gif(byte[] bytes, GifHeader header) {
    int end = header.end();
    try (BytePointer encoded = OpenCv.allocate(end + 1L)) {
      encoded.put(bytes, 0, end).put((long) end, GIF_TRAILER);
      if (header.transparencyFlag() >= 0) {
        encoded.put(header.transparencyFlag(), (byte) (bytes[header.transparencyFlag()] & ~1));
      }
      Mat screen = OpenCv.decode(encoded, end + 1L, AS_RGB, header.format());
      if (!header.frameCoversScreen()) {
        fillBesideFrame(screen, header);
      }
      return screen;
    }
  }

  private static void fillBesideFrame(Mat screen, GifHeader header) {
    GifHeader.Frame frame = header.frame();
    int fill = header.fill();
    try (Rect area = new Rect(frame.left(), frame.top(), frame.width(), frame.height());
        Mat inside = new Mat(screen, area);
        Mat copy = inside.clone();
        Scalar colour = new Scalar((fill >> 16) & 0xFF, (fill >> 8) & 0xFF, fill & 0xFF, 0)) {
      screen.put(colour);
      copy.copyTo(inside);
    }
  }

  private static Mat tiff(byte[] bytes, TiffHeader header) {
    try (BytePointer encoded = OpenCv.copyOf(bytes)) {
      if (header.unassociatedAlpha() >= 0) {
        encoded.put(header.unassociatedAlpha(), ASSOCIATED);
      }
      if (header.cmyk()) {
        encoded.put(header.photometric(), RGB);
      }
      if (!header.cmyk() && !header.associatedAlpha()) {
        return OpenCv.decode(encoded, bytes.length, AS_RGB, header.format());
      }
      try (Mat samples = OpenCv.decode(encoded, bytes.length, IMREAD_UNCHANGED, header.format())) {
        return header.cmyk() ? CmykPixels.ofInks(samples) : FourSamples.unmultiplied(samples);
      }
    }
  }

  /** Flips happen in place; only turning by a quarter needs the memory twice. */
  private static Mat upright(Mat stored, int orientation) {
    Mat turned = stored;
    if (Orientation.swapsSides(orientation)) {
      turned = new Mat();
      transpose(stored, turned);
      stored.close();
    }
    switch (orientation) {
      case 2, 6 -> flip(turned, turned, 1);
      case 3, 7 -> flip(turned, turned, -1);
      case 4, 8 -> flip(turned, turned, 0);
      default -> {} // 1 is upright, 5 is the transposition alone
    }
    return turned;
  }
}
