package dev.clipcoder.fewshot;

/** The set has changed since the caller read it. */
public final class StaleSupportSetException extends SupportSetException {

  public StaleSupportSetException(String id, int expected, int current) {
    super("Support set '%s' is at version %d, not %d. Read it again, then change it."
        .formatted(id, current, expected));
  }
}
