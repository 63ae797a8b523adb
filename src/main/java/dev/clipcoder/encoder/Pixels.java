package dev.clipcoder.encoder;

import java.util.Arrays;

/**
 * A picture as the network takes it, before normalisation: unsigned 8-bit {@code [3][size][size]}, resized and
 * cropped by the checkpoint's own rules.
 */
public final class Pixels {

  private final byte[] values;
  private final int size;

  public Pixels(byte[] values, int size) {
    if (values.length != 3 * size * size) {
      throw new IllegalArgumentException(
          "%d bytes are no 3×%d×%d picture".formatted(values.length, size, size));
    }
    this.values = values;
    this.size = size;
  }

  /** The side of the square, in pixels. */
  public int size() {
    return size;
  }

  /** The bytes themselves, not a copy: channel, row, column. */
  public byte[] values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pixels that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
