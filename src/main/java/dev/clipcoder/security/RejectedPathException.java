package dev.clipcoder.security;

/** A path that could mean one thing to the check and another to what it protects. */
public final class RejectedPathException extends AccessException {

  RejectedPathException(String message) {
    super(message);
  }
}
