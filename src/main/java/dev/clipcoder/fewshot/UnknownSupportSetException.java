package dev.clipcoder.fewshot;

/** There is no such support set. */
public final class UnknownSupportSetException extends SupportSetException {

  private final String id;

  UnknownSupportSetException(String id) {
    super("No support set '%s'.".formatted(id));
    this.id = id;
  }

  public String id() {
    return id;
  }
}
