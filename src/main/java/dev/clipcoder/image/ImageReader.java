package dev.clipcoder.image;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Turns untrusted bytes into pixels, bounded in every direction. */
public interface ImageReader {

  /**
   * Checks the header on the calling thread, then decodes on a bounded pool of platform threads and hands the
   * pixels to {@code use} on the same pool thread; they are freed when it returns.
   *
   * @param bytes the encoded picture, as sent
   * @param detail how much of it {@code use} needs; ignored unless {@linkplain DecodingRules.Mode#FAST} is set
   * @param use what to make of the pixels; its exceptions complete the future
   * @return the outcome of {@code use}; cancelling it skips a picture whose decoding has not begun
   * @throws ImageException if the header alone shows that the picture cannot be read or is too large; failures
   *     of decoding itself complete the future
   */
  <T> CompletableFuture<T> read(byte[] bytes, Detail detail, Function<RgbImage, T> use);

  /** The same with every pixel. */
  default <T> CompletableFuture<T> read(byte[] bytes, Function<RgbImage, T> use) {
    return read(bytes, Detail.ALL, use);
  }

  /** What decides the pixels beside the bytes; the same as long as the service runs. */
  DecodingRules rules();
}
