package dev.clipcoder.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Small JPEGs for people to look at; nothing is classified by them. */
public final class Thumbnails {

  /** The longer side in pixels, at most. */
  public static final int MAX_SIDE = 256;

  private static final int QUALITY = 85;

  private Thumbnails() {}

  /**
   * A picture made small, by the mean over the area that becomes one pixel; never enlarged. Calls native code: to be
   * called where the picture was decoded, in the function that {@link ImageReader#read} was given.
   *
   * @return a JPEG, its longer side at most {@value #MAX_SIDE} pixels
   */
  public static byte[] jpeg(RgbImage image) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("Native code on a virtual thread: use the decode pool");
    }
    double scale = Math.min(1.0, (double) MAX_SIDE / Math.max(image.width(), image.height()));
    try (BytePointer pixels = new BytePointer(image.pixels());
        Mat picture = new Mat(image.height(), image.width(), CV_8UC3, pixels);
        Mat small = new Mat();
        Size size = new Size(side(image.width(), scale), side(image.height(), scale))) {
      resize(picture, small, size, 0, 0, INTER_AREA);
      cvtColor(small, small, COLOR_RGB2BGR);
      return encoded(small);
    }
  }

  private static int side(int pixels, double scale) {
    return Math.max(1, (int) Math.round(pixels * scale));
  }

  private static byte[] encoded(Mat bgr) {
    try (BytePointer jpeg = new BytePointer();
        IntPointer options = new IntPointer(IMWRITE_JPEG_QUALITY, QUALITY)) {
      if (!imencode(".jpg", bgr, jpeg, options)) {
        throw new IllegalStateException(
            "OpenCV writes no JPEG of %d×%d".formatted(bgr.cols(), bgr.rows()));
      }
      byte[] bytes = new byte[Math.toIntExact(jpeg.limit())];
      jpeg.get(bytes);
      return bytes;
    }
  }
}
