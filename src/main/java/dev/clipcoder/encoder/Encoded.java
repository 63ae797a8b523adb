package dev.clipcoder.encoder;

import dev.clipcoder.embedding.Embedding;

/**
 * One embedding with what it cost.
 *
 * @param queueNanos how long the item waited for its batch
 * @param encodeNanos how long the device worked on the batch that it was part of
 */
public record Encoded(Embedding embedding, long queueNanos, long encodeNanos) {}
