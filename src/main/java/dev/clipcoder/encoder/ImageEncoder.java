package dev.clipcoder.encoder;

import dev.clipcoder.image.RgbImage;
import java.util.concurrent.CompletableFuture;

/** The image tower of the loaded checkpoint. */
public interface ImageEncoder {

  /**
   * Resizes and crops by the checkpoint's rules. Native work on the calling thread: call it on a platform thread,
   * never on a virtual one.
   */
  Pixels preprocess(RgbImage image);

  /**
   * Whether a picture that was reduced to this size comes out of {@link #preprocess} nearly as the original would: it
   * is still three times as large as what the network sees.
   */
  boolean isAmple(int width, int height);

  /**
   * Queues a picture for the device. The future fails with an {@link EncoderException}; cancelling it takes the
   * picture out of the queue if the device has not begun with it.
   */
  CompletableFuture<Encoded> encode(Pixels pixels, Deadline deadline, Urgency urgency);

  /** Encodes a picture that somebody waits for. */
  default CompletableFuture<Encoded> encode(Pixels pixels, Deadline deadline) {
    return encode(pixels, deadline, Urgency.INTERACTIVE);
  }
}
