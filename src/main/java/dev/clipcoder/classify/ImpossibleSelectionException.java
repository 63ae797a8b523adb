package dev.clipcoder.classify;

/** The label set has no texts of the kinds or of the pair that a vector is asked for. */
public final class ImpossibleSelectionException extends ClassifyException {

  private final String field;

  ImpossibleSelectionException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** What asked for them: {@code kinds} or {@code pair}. */
  public String field() {
    return field;
  }
}
