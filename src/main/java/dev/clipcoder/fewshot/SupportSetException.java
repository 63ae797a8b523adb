package dev.clipcoder.fewshot;

/** Why a support set cannot be had, changed or used; the message says so in one sentence. */
public abstract sealed class SupportSetException extends RuntimeException
    permits InvalidSupportSetException,
        UnknownSupportSetException,
        UnknownExampleException,
        StaleSupportSetException,
        TooManySupportExamplesException,
        NoExamplesException,
        SupportSetNotReadyException {

  SupportSetException(String message) {
    super(message);
  }
}
