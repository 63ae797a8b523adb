package dev.clipcoder.security;

/** Nothing is said about who may call that path, so to everybody it is not there. */
public final class UndecidedEndpointException extends AccessException {

  UndecidedEndpointException(String message) {
    super(message);
  }
}
