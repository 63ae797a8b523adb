package dev.clipcoder.labelset;

/** Why a label set cannot be had or changed; the message says so in one sentence. */
public abstract sealed class LabelSetException extends RuntimeException
    permits InvalidDefinitionException,
        UnknownLabelSetException,
        LabelSetBuildingException,
        LabelSetGeneratingException,
        LabelSetInUseException,
        FileManagedLabelSetException,
        LabelSetNotReadyException,
        StaleLabelSetException {

  LabelSetException(String message) {
    super(message);
  }
}
