package dev.clipcoder.classify;

/** How class scores are made. */
public enum Method {
  /** From all texts of a class. */
  CODER,
  /** From the texts of its name alone: the baseline. */
  CLIP
}
