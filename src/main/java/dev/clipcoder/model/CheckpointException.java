package dev.clipcoder.model;

/** A checkpoint that cannot be used; the message names the file, the key, what was found and what was expected. */
public final class CheckpointException extends RuntimeException {

  public CheckpointException(String message) {
    super(message);
  }

  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
