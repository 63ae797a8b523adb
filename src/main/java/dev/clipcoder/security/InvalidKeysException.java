package dev.clipcoder.security;

/** Keys that cannot be used as they are written; the message begins in lower case, for where they are is put before. */
final class InvalidKeysException extends AccessSettingsException {

  InvalidKeysException(String message) {
    super(message);
  }
}
