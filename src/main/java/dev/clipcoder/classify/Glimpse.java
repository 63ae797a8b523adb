package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;

/**
 * The embedding of a picture or a part of it, with what it cost.
 *
 * @param remembered whether it was there already, and cost nothing
 * @param decodeNanos waiting for and decoding the picture
 * @param queueNanos waiting for a batch
 * @param encodeNanos on the device, with the whole batch
 */
record Glimpse(
    Embedding embedding, boolean remembered, long decodeNanos, long queueNanos, long encodeNanos) {

  static Glimpse remembered(Embedding embedding) {
    return new Glimpse(embedding, true, 0, 0, 0);
  }
}
