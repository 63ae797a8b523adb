package dev.clipcoder.textgen;

import java.io.IOException;

/** A response goes on beyond what is read. */
final class ResponseTooLongException extends IOException {

  ResponseTooLongException(long most) {
    super("The response has more than %d bytes".formatted(most));
  }
}
