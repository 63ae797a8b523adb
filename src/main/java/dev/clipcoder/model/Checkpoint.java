package dev.clipcoder.model;

import org.jspecify.annotations.Nullable;

/**
 * A checkpoint, found, verified and opened. Closing it unmaps the weights, so whoever computes on them must have
 * stopped.
 *
 * @param id the checkpoint's name: {@code owner/name}, or the folder's name
 * @param fingerprint SHA-256 over weights, configuration, tokenizer and preprocessing, in hexadecimal
 * @param logitScale what cosines are multiplied with before the softmax
 * @param logitBias what a family with matches adds to that; null for the others
 */
public record Checkpoint(
    String id,
    String fingerprint,
    Architecture architecture,
    double logitScale,
    @Nullable Double logitBias,
    Weights weights,
    Tokenizer tokenizer,
    ImagePreprocessing preprocessing)
    implements AutoCloseable {

  @Override
  public void close() {
    tokenizer.close();
    weights.close();
  }
}
