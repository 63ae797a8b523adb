package dev.clipcoder.labelset;

/** Texts are already being generated for the set. */
public final class LabelSetGeneratingException extends LabelSetException {

  LabelSetGeneratingException(String id, String jobId) {
    super("Texts are being generated for label set '%s' by job %s. Wait for it, or cancel it."
        .formatted(id, jobId));
  }
}
