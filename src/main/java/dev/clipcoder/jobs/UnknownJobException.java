package dev.clipcoder.jobs;

/** There is no job with this id. */
public final class UnknownJobException extends JobException {

  UnknownJobException(String id) {
    super("No job '%s'.".formatted(id));
  }
}
