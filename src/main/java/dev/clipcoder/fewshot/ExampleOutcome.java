package dev.clipcoder.fewshot;

import org.jspecify.annotations.Nullable;

/**
 * What became of one example.
 *
 * @param before the label that it had; null where it was not there
 * @param near one that was there before and is nearly the same; null if none was
 */
public record ExampleOutcome(
    String id,
    String label,
    Status status,
    @Nullable String before,
    @Nullable NearExample near) {

  /** Whether it changed anything. */
  public enum Status {
    ADDED,
    /** It was there with this label. */
    PRESENT,
    /** It was there with another label, and has this one now. */
    RELABELLED,
    /** It was there without an embedding of the loaded model, and has one now. */
    ENCODED
  }
}
