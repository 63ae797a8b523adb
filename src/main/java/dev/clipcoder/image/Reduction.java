package dev.clipcoder.image;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;

/**
 * By how much a JPEG is reduced while it is decoded: of each block of 8×8 coefficients only the lowest 4×4, 2×2 or one
 * are transformed back (ITU-T T.81 A.3.3 at the smaller size). The entropy-coded data is read all the same.
 */
enum Reduction {
  NONE(1, 0),
  HALF(2, IMREAD_REDUCED_GRAYSCALE_2),
  QUARTER(4, IMREAD_REDUCED_GRAYSCALE_4),
  EIGHTH(8, IMREAD_REDUCED_GRAYSCALE_8);

  /** Others are decoded in full by OpenCV before they are reduced, and of CMYK the inks are needed. */
  private static final int MOST_COMPONENTS = 3;

  private final int divisor;
  private final int flag;

  Reduction(int divisor, int flag) {
    this.divisor = divisor;
    this.flag = flag;
  }

  /** The strongest that leaves enough to be seen. */
  static Reduction strongest(ImageHeader header, DecodingRules rules, Detail detail) {
    if (rules.mode() == DecodingRules.Mode.EXACT
        || !(header instanceof JpegHeader jpeg)
        || jpeg.components() > MOST_COMPONENTS) {
      return NONE;
    }
    boolean across = rules.upright() && Orientation.swapsSides(header.orientation());
    Reduction strongest = NONE;
    for (Reduction next : values()) {
      if (next != NONE && next.divides(header)) {
        int width = next.of(across ? header.height() : header.width());
        int height = next.of(across ? header.width() : header.height());
        strongest = detail.isEnough(width, height) ? next : strongest;
      }
    }
    return strongest;
  }

  /** Otherwise libjpeg would fill up the last pixels, and all others would come to lie a little beside their places. */
  private boolean divides(ImageHeader header) {
    return header.width() % divisor == 0 && header.height() % divisor == 0;
  }

  /** What a side is reduced to. */
  int of(int side) {
    return side / divisor;
  }

  /** For {@code cv::imdecode}: the bit that reduces, without a say about colours. */
  int flag() {
    return flag;
  }

  /** Pixels that are held while such a file is decoded; of a progressive one also the coefficients of the whole. */
  long pixels(ImageHeader header) {
    boolean whole = header instanceof JpegHeader jpeg && jpeg.progressive();
    return whole ? header.pixels() : (long) of(header.width()) * of(header.height());
  }
}
