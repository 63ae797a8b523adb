package dev.clipcoder.encoder.internal;

/** Rows of numbers on a device. Lanes may use them at the same time; closed when nobody uses them. */
public interface DeviceRows extends AutoCloseable {

  /**
   * Multiplies.
   *
   * @param vectors {@code float[count][dimension]}
   * @return {@code float[count][rows]}
   */
  float[][] times(float[][] vectors);

  /** Frees what they take on the device; what they were made of is the caller's. */
  @Override
  void close();
}
