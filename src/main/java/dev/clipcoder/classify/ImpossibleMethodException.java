package dev.clipcoder.classify;

/** The label set's rule cannot decide on what the method, or the model, gives. */
public final class ImpossibleMethodException extends ClassifyException {

  ImpossibleMethodException(String message) {
    super(message);
  }
}
