package dev.clipcoder.image;

import java.nio.ByteBuffer;

/**
 * Decoded pixels outside the Java heap: unsigned 8-bit RGB, {@code [height][width][3]}, rows without padding.
 * Lives only while the function that it was handed to runs (see {@link ImageReader#read}).
 */
public interface RgbImage {

  int width();

  int height();

  /** The pixels themselves, as a direct, read-only buffer of {@code height * width * 3} bytes, position 0. */
  ByteBuffer pixels();

  /**
   * A copy of one part of the picture, valid as long as this image: every pixel that the region touches, so left
   * and top are rounded down, right and bottom up, and at least one pixel in each direction.
   */
  RgbImage crop(Region region);
}
