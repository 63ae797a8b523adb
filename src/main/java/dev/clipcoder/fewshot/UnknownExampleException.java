package dev.clipcoder.fewshot;

/** The set has no such example, or no picture of it. */
public final class UnknownExampleException extends SupportSetException {

  private UnknownExampleException(String message) {
    super(message);
  }

  static UnknownExampleException of(String set, String example) {
    return new UnknownExampleException(
        "Support set '%s' has no example '%s'.".formatted(set, example));
  }

  static UnknownExampleException withoutPicture(String set, String example) {
    return new UnknownExampleException(
        "No picture is kept of example '%s' of support set '%s'; 'keep' was embeddings when it came."
            .formatted(example, set));
  }
}
