package dev.clipcoder.labelset;

/** Whether a version can serve with the loaded model. */
public enum BuildState {
  /** A job encodes its texts. */
  BUILDING,
  /** All its texts are stored. */
  READY,
  FAILED,
  CANCELLED
}
