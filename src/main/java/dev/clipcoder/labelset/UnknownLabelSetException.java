package dev.clipcoder.labelset;

/** There is no such label set, or not this version of it. */
public final class UnknownLabelSetException extends LabelSetException {

  private final LabelSetReference reference;

  UnknownLabelSetException(LabelSetReference reference) {
    super(
        reference.version() == null
            ? "No label set '%s'.".formatted(reference.id())
            : "No version %d of label set '%s'; the last %d are kept."
                .formatted(reference.version(), reference.id(), VersionRepository.KEPT));
    this.reference = reference;
  }

  public LabelSetReference reference() {
    return reference;
  }
}
