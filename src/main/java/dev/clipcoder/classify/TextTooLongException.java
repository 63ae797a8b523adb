package dev.clipcoder.classify;

/** A text has more tokens than the model's context holds, and the caller does not want its beginning alone. */
public final class TextTooLongException extends ClassifyException {

  TextTooLongException(String name, int tokens, int contextLength) {
    super("The text of '%s' has %d tokens; this model reads %d. Shorten it, or allow truncate=true."
        .formatted(name, tokens, contextLength));
  }
}
