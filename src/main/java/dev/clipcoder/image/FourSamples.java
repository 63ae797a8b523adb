package dev.clipcoder.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;

import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Row by row from four samples of 8 bits to RGB, for what OpenCV converts differently than PIL. */
final class FourSamples {

  /** Where OpenCV puts the first to the fourth sample of a file, which it takes for RGBA and hands out as BGRA. */
  static final int FIRST = 2;

  static final int SECOND = 1;
  static final int THIRD = 0;
  static final int FOURTH = 3;

  private FourSamples() {}

  /** Converts one pixel of {@code samples} at {@code from} to {@code rgb} at {@code to}. */
  @FunctionalInterface
  interface PixelConversion {
    void convert(byte[] samples, int from, byte[] rgb, int to);
  }

  /** A new picture, the caller's to close; {@code samples} stays his as well. */
  static Mat toRgb(Mat samples, PixelConversion conversion) {
    if (samples.type() != CV_8UC4) {
      throw new UndecodableImageException(
          "The picture has other channels than its header says: it is damaged.");
    }
    int width = samples.cols();
    int height = samples.rows();
    Mat picture = new Mat(height, width, CV_8UC3);
    ByteBuffer from = samples.createBuffer();
    ByteBuffer to = picture.createBuffer();
    byte[] row = new byte[width * 4];
    byte[] rgb = new byte[width * 3];
    for (int y = 0; y < height; y++) {
      from.get(row);
      for (int x = 0; x < width; x++) {
        conversion.convert(row, 4 * x, rgb, 3 * x);
      }
      to.put(rgb);
    }
    return picture;
  }

  /** Colours that are stored multiplied with alpha, back to what they were. */
  static Mat unmultiplied(Mat samples) {
    return toRgb(samples, (pixel, from, rgb, to) -> {
      int alpha = pixel[from + FOURTH] & 0xFF;
      rgb[to] = unmultiplied(pixel[from + FIRST], alpha);
      rgb[to + 1] = unmultiplied(pixel[from + SECOND], alpha);
      rgb[to + 2] = unmultiplied(pixel[from + THIRD], alpha);
    });
  }

  private static byte unmultiplied(byte sample, int alpha) {
    return alpha == 0 ? 0 : (byte) Math.min(255, (sample & 0xFF) * 255 / alpha);
  }
}
