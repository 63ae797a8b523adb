package dev.clipcoder.encoder;

/**
 * Bounds how many items (pictures or texts that need the device) are between arrival and answer. Whoever is not
 * admitted is told at once, which costs nothing, instead of waiting in a queue that cannot be served in time.
 */
public interface Admission {

  /**
   * Admits that many items together.
   *
   * @return a permit to be closed when the answer is complete
   * @throws EncoderOverloadedException if there is no room for all of them
   */
  Permit admit(int items);

  /** Held while the items are worked on; closing it twice does nothing. */
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }
}
