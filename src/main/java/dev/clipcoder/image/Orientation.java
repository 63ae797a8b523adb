package dev.clipcoder.image;

import java.util.Optional;

/** The orientation of EXIF 2.32, section 4.6.5: how to turn the stored picture so that it stands upright. */
final class Orientation {

  static final int TAG = 0x0112;
  static final int UPRIGHT = 1;

  private Orientation() {}

  /**
   * Reads the orientation out of EXIF.
   *
   * @param exif the TIFF structure, with or without {@code Exif\0\0} before it
   * @return 1 to 8; what is damaged or out of range counts as upright, since a picture is worth more than its
   *     metadata
   */
  static int ofExif(ByteView exif) {
    ByteView tiff = exif.matches(0, "Exif\0\0") ? exif.slice(6, exif.size() - 6L) : exif;
    Optional<TiffDirectory> directory = TiffDirectory.first(tiff);
    return directory.isEmpty() ? UPRIGHT : valid(directory.get().value(TAG).orElse(UPRIGHT));
  }

  static int valid(int orientation) {
    return orientation >= 1 && orientation <= 8 ? orientation : UPRIGHT;
  }

  /** Whether rows become columns. */
  static boolean swapsSides(int orientation) {
    return orientation >= 5;
  }
}
