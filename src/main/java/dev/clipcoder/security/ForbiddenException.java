package dev.clipcoder.security;

import java.util.Optional;

/** The caller may not do this: the key lacks the role, or a browser acts for a page of somebody else. */
public final class ForbiddenException extends AccessException {

  private final Optional<String> challenge;

  ForbiddenException(String message) {
    super(message);
    this.challenge = Optional.empty();
  }

  ForbiddenException(String message, String challenge) {
    super(message);
    this.challenge = Optional.of(challenge);
  }

  /** The value of {@code WWW-Authenticate} (RFC 6750, section 3), if another key would help. */
  public Optional<String> challenge() {
    return challenge;
  }
}
