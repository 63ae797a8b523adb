package dev.clipcoder.textgen;

/** The language model cannot be asked any further; what it has answered so far is kept. */
public final class LlmException extends TextGenException {

  LlmException(String message) {
    super(message);
  }

  LlmException(String message, Throwable cause) {
    super(message, cause);
  }
}
