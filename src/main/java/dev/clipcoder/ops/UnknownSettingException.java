package dev.clipcoder.ops;

/** A setting was given that nothing reads; the message says where it is and what there is instead. */
final class UnknownSettingException extends RuntimeException {

  UnknownSettingException(String message) {
    super(message);
  }
}
