package dev.clipcoder.coder.fewshot;

/** What a method, fitted without the examples of a fold, says about those that are scored. */
interface LeaveOut {

  /** What α multiplies in the logits: {@code double[scored][classes]}, in the order of {@link Fold#scored}. */
  double[][] said(Fold fold);
}
