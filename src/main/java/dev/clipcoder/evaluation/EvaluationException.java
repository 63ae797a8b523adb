package dev.clipcoder.evaluation;

/** An evaluation that cannot go on; the message is one sentence for whoever started it. */
public final class EvaluationException extends RuntimeException {

  EvaluationException(String message) {
    super(message);
  }

  EvaluationException(String message, Throwable cause) {
    super(message, cause);
  }
}
