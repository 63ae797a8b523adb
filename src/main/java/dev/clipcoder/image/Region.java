package dev.clipcoder.image;

/**
 * A part of a picture in fractions of its width and height: {@code x}, {@code y} is the upper left corner, all
 * values within [0, 1], the extents positive, the whole inside the picture.
 */
public record Region(double x, double y, double width, double height) {

  /** Corners a rounding error beyond the edge are forgiven. */
  private static final double SLACK = 1e-6;

  public Region {
    if (!(x >= 0
        && y >= 0
        && width > 0
        && height > 0
        && x + width <= 1 + SLACK
        && y + height <= 1 + SLACK)) {
      throw new InvalidRegionException(
          "Region [%s, %s, %s, %s] is not inside the picture: give x, y, width, height as fractions from 0 to 1."
              .formatted(x, y, width, height));
    }
  }
}
