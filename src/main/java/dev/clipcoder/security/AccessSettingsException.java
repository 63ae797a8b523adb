package dev.clipcoder.security;

/** Settings of this package under which the service does not start; the message says what to do. */
abstract sealed class AccessSettingsException extends RuntimeException
    permits InvalidKeysException, ExposedWithoutKeysException {

  AccessSettingsException(String message) {
    super(message);
  }
}
