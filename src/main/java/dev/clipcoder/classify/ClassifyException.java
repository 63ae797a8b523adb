package dev.clipcoder.classify;

/** A request that was understood and cannot be answered; the message says why in one sentence. */
public abstract sealed class ClassifyException extends RuntimeException
    permits ImpossibleMethodException,
        ImpossibleRerankException,
        ImpossibleSelectionException,
        InvalidLabelException,
        InvalidTemplateException,
        TextTooLongException,
        UnknownLabelException,
        WrongDimensionException {

  ClassifyException(String message) {
    super(message);
  }
}
