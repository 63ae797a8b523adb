package dev.clipcoder.embedding;

/** A vector that cannot be an embedding: not finite, zero, or not of unit length where that is asked for. */
public final class InvalidEmbeddingException extends RuntimeException {

  public InvalidEmbeddingException(String message) {
    super(message);
  }
}
