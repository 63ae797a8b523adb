package dev.clipcoder.encoder;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The text tower of the loaded checkpoint. */
public interface TextEncoder {

  /**
   * Tokenises and encodes texts; results in the order of the texts. A text longer than the context is cut with its
   * end-of-text token kept. The future fails with an {@link EncoderException}; cancelling it takes what the
   * device has not begun with out of the queue.
   */
  CompletableFuture<List<EncodedText>> encode(
      List<String> texts, Deadline deadline, Urgency urgency);

  /** Encodes texts that somebody waits for. */
  default CompletableFuture<List<EncodedText>> encode(List<String> texts, Deadline deadline) {
    return encode(texts, deadline, Urgency.INTERACTIVE);
  }
}
