package dev.clipcoder.security;

/** No key was sent, or one that is not known. */
public final class UnauthenticatedException extends AccessException {

  private final String challenge;

  UnauthenticatedException(String message, String challenge) {
    super(message);
    this.challenge = challenge;
  }

  /** The value of {@code WWW-Authenticate} (RFC 6750, section 3). */
  public String challenge() {
    return challenge;
  }
}
