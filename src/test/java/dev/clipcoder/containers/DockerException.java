package dev.clipcoder.containers;

/** Docker's command is not there, or ended with an error. */
final class DockerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  DockerException(String message) {
    super(message);
  }
}
