package dev.clipcoder.textgen;

/** Why texts cannot be generated; the message says so in one sentence. */
public abstract sealed class TextGenException extends RuntimeException
    permits UnknownTextSourceException {

  TextGenException(String message) {
    super(message);
  }
}
