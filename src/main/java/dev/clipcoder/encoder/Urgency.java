package dev.clipcoder.encoder;

/** Whose work goes first. */
public enum Urgency {
  /** Somebody waits for the answer. */
  INTERACTIVE,
  /** Work in the background, such as a text bank being built: done when nobody waits. */
  BULK
}
