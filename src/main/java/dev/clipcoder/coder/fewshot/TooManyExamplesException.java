package dev.clipcoder.coder.fewshot;

/** A method was asked for that cannot take so many examples. The message is a sentence for its user. */
public final class TooManyExamplesException extends RuntimeException {

  TooManyExamplesException(FewShotKind kind, int examples) {
    super("The method %s takes at most %d examples and there are %d; use gda or nearest-class-mean."
        .formatted(kind.id(), FewShotKind.MOST_EXAMPLES, examples));
  }
}
