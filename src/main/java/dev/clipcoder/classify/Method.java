package dev.clipcoder.classify;

/** How class scores are made of texts. */
public enum Method {
  /** From all texts of a class. */
  CODER("coder"),
  /** From the texts of its name alone: the baseline. */
  CLIP("clip");

  private final String id;

  Method(String id) {
    this.id = id;
  }

  /** Its name in requests and answers, beside those of the few-shot methods. */
  public String id() {
    return id;
  }
}
