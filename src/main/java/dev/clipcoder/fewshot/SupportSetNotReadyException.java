package dev.clipcoder.fewshot;

/** The set is there, but none of its examples is encoded for this model. */
public final class SupportSetNotReadyException extends SupportSetException {

  private final boolean comes;

  SupportSetNotReadyException(String id, int examples, boolean comes) {
    super(
        comes
            ? "The pictures of support set '%s' are being encoded for this model; ask again in a moment."
                .formatted(id)
            : "All %d examples of support set '%s' were encoded by another model, and no originals were kept. Upload them again; the set's examples with ?missing=true are those."
                .formatted(examples, id));
    this.comes = comes;
  }

  /** Whether it will be ready without anybody's doing. */
  public boolean comes() {
    return comes;
  }
}
