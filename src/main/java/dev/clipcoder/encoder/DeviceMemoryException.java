package dev.clipcoder.encoder;

/** The device has not enough memory for what it was given at once; less may do. */
public final class DeviceMemoryException extends RuntimeException {

  public DeviceMemoryException(Throwable cause) {
    super("The device has not enough memory", cause);
  }
}
