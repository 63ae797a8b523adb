package dev.clipcoder.coder;

/** Whether a rerank took place, and if not, why not. */
public enum RerankOutcome {
  /** The gap was below the threshold, and there were texts. */
  APPLIED,
  /** The gap was not below the threshold. */
  CLEAR_GAP,
  /** There is one label only. */
  ONE_LABEL,
  /** No two candidates have one-to-one texts in both directions. */
  NO_TEXTS
}
