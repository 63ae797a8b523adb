package dev.clipcoder.labelset;

/** Something else needs the set, so that it cannot be deleted. */
public final class LabelSetInUseException extends LabelSetException {

  LabelSetInUseException(String id, String user) {
    super("Label set '%s' is used by %s. Delete that first, or give it other classes."
        .formatted(id, user));
  }
}
