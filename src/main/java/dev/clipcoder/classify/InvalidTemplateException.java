package dev.clipcoder.classify;

/** A template without a place for the label. */
public final class InvalidTemplateException extends ClassifyException {

  InvalidTemplateException(String message) {
    super(message);
  }
}
