package dev.clipcoder.security;

/** A request that is not served to this caller; the message says why in one sentence for the caller. */
public abstract sealed class AccessException extends RuntimeException
    permits UnauthenticatedException,
        ForbiddenException,
        UndecidedEndpointException,
        RejectedPathException {

  AccessException(String message) {
    super(message);
  }
}
