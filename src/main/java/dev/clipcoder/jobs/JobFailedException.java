package dev.clipcoder.jobs;

/** The work cannot be done; the message, one sentence, is shown to whoever asks for the job. */
public final class JobFailedException extends JobException {

  public JobFailedException(String message) {
    super(message);
  }

  public JobFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
