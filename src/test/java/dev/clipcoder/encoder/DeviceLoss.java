package dev.clipcoder.encoder;

/** Has a device be lost. */
public final class DeviceLoss {

  private DeviceLoss() {}

  /** What the device's own thread would say. */
  public static void of(DeviceCondition condition) {
    condition.lost("Lost by a test.");
  }
}
