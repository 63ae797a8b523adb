package dev.clipcoder.textgen;

/** There is no such source of texts, or it is not configured. */
public final class UnknownTextSourceException extends TextGenException {

  UnknownTextSourceException(String message) {
    super(message);
  }
}
