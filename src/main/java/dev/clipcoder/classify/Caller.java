package dev.clipcoder.classify;

/** Who waits for the answer. */
public interface Caller {

  /**
   * Whether nobody is there any more to take the answer. Asked about ten times a second, on the thread that serves
   * the request.
   */
  boolean isGone();
}
