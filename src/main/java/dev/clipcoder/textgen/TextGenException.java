package dev.clipcoder.textgen;

/** Why texts cannot be generated; the message says so in one sentence. */
public abstract sealed class TextGenException extends RuntimeException
    permits UnknownTextSourceException, LlmException {

  TextGenException(String message) {
    super(message);
  }

  TextGenException(String message, Throwable cause) {
    super(message, cause);
  }
}
