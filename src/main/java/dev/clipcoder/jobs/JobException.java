package dev.clipcoder.jobs;

/** Why a job cannot be had, or has failed. */
public abstract sealed class JobException extends RuntimeException
    permits UnknownJobException, JobFailedException {

  JobException(String message) {
    super(message);
  }

  JobException(String message, Throwable cause) {
    super(message, cause);
  }
}
