package dev.clipcoder.classify;

/** A label that is empty, or equal to another one. */
public final class InvalidLabelException extends ClassifyException {

  private final int index;

  InvalidLabelException(int index, String message) {
    super(message);
    this.index = index;
  }

  /** Which label, from 0, in the order of the request. */
  public int index() {
    return index;
  }
}
