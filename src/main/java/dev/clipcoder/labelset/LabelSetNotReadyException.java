package dev.clipcoder.labelset;

/** The set is there, but its texts are not yet encoded for this model. */
public final class LabelSetNotReadyException extends LabelSetException {

  private final boolean comes;

  LabelSetNotReadyException(LabelSetReference reference, BuildState state) {
    super(
        switch (state) {
          // One that is ready by now was being built a moment ago.
          case BUILDING, READY ->
            "Label set '%s' is being built; ask again in a moment.".formatted(reference);
          case FAILED ->
            "The build of label set '%s' failed; put its definition again to repeat it."
                .formatted(reference);
          case CANCELLED ->
            "The build of label set '%s' was cancelled; put its definition again to repeat it."
                .formatted(reference);
        });
    this.comes = state == BuildState.BUILDING || state == BuildState.READY;
  }

  /** Whether it will be ready without anybody's doing. */
  public boolean comes() {
    return comes;
  }
}
