package dev.clipcoder.security;

/** The service would be open to the network with nobody having said so. */
final class ExposedWithoutKeysException extends AccessSettingsException {

  ExposedWithoutKeysException(String message) {
    super(message);
  }
}
