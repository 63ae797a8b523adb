package dev.clipcoder.labelset;

/** The set is there, but its texts are not yet encoded for this model. */
public final class LabelSetNotReadyException extends LabelSetException {

  LabelSetNotReadyException(LabelSetReference reference, BuildState state) {
    super(
        switch (state) {
          case BUILDING ->
            "Label set '%s' is being built; ask again in a moment.".formatted(reference);
          case FAILED, CANCELLED, READY ->
            "The build of label set '%s' did not end; put its definition again to repeat it."
                .formatted(reference);
        });
  }
}
