package dev.clipcoder.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** Pixels in memory of OpenCV, which is freed by {@link #close} together with that of all crops. */
final class NativeRgbImage implements RgbImage, AutoCloseable {

  /** Fractions that are meant to hit a pixel border miss it by rounding errors of about 1e-12 pixels. */
  private static final double ROUNDING_ERROR = 1e-6;

  private final Mat pixels;
  private final int width;
  private final int height;
  private final List<NativeRgbImage> crops = new ArrayList<>();

  /** Takes ownership of {@code pixels}. */
  NativeRgbImage(Mat pixels) {
    if (pixels.type() != CV_8UC3 || !pixels.isContinuous()) {
      throw new IllegalArgumentException("Not contiguous 8-bit RGB");
    }
    this.pixels = pixels;
    this.width = pixels.cols();
    this.height = pixels.rows();
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public ByteBuffer pixels() {
    requireOpen();
    ByteBuffer buffer = pixels.createBuffer();
    return buffer.asReadOnlyBuffer();
  }

  @Override
  public RgbImage crop(Region region) {
    requireOpen();
    int left = first(region.x(), width);
    int top = first(region.y(), height);
    int columns = end(region.x() + region.width(), width, left) - left;
    int rows = end(region.y() + region.height(), height, top) - top;
    try (Rect area = new Rect(left, top, columns, rows);
        Mat view = new Mat(pixels, area)) {
      NativeRgbImage crop = new NativeRgbImage(view.clone());
      crops.add(crop);
      return crop;
    }
  }

  private static int first(double fraction, int size) {
    return Math.clamp((long) Math.floor(fraction * size + ROUNDING_ERROR), 0, size - 1);
  }

  private static int end(double fraction, int size, int first) {
    return Math.clamp((long) Math.ceil(fraction * size - ROUNDING_ERROR), first + 1, size);
  }

  @Override
  public void close() {
    crops.forEach(NativeRgbImage::close);
    pixels.close();
  }

  private void requireOpen() {
    if (pixels.isNull()) {
      throw new IllegalStateException(
          "The picture was freed: it lives only while the function that it was given to runs");
    }
  }
}
