package dev.clipcoder.model;

/**
 * A checkpoint, found, verified and opened. Closing it unmaps the weights, so whoever computes on them must have
 * stopped.
 *
 * @param id the checkpoint's name: {@code owner/name}, or the folder's name
 * @param fingerprint SHA-256 over weights, configuration, tokenizer and preprocessing, in hexadecimal
 * @param logitScale what cosines are multiplied with before the softmax
 */
public record Checkpoint(
    String id,
    String fingerprint,
    Architecture architecture,
    double logitScale,
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
