package dev.clipcoder.classify;

/** A rerank was asked for beside a method that has none. */
public final class ImpossibleRerankException extends ClassifyException {

  ImpossibleRerankException(String message) {
    super(message);
  }
}
