package dev.clipcoder.labelset;

/** The set has changed since the caller read it. */
public final class StaleLabelSetException extends LabelSetException {

  StaleLabelSetException(String id, int expected, int current) {
    super("Label set '%s' is at version %d, not %d. Read it again, then change it."
        .formatted(id, current, expected));
  }
}
