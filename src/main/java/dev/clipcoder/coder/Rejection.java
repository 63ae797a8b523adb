package dev.clipcoder.coder;

/** Why no label was accepted. */
public enum Rejection {
  /** A background class scores as high as the label or higher. */
  BACKGROUND,
  /** The label is ahead of the background, if there is any, but its probability is below its threshold. */
  BELOW_THRESHOLD
}
