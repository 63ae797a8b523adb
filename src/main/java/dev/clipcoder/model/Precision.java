package dev.clipcoder.model;

import java.util.Locale;

/** What a device computes in, whatever precision the checkpoint's files have. */
public enum Precision {
  FP32,
  FP16,
  BF16,

  /** The matrices of the layers in 8 bits, all else in float32. */
  INT8;

  /** The name in the settings and in {@code /info}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
