package dev.clipcoder.coder.fewshot;

import java.util.List;
import java.util.Optional;

/**
 * What was chosen for a support, and why.
 *
 * @param method chosen, with its hyper-parameters
 * @param candidates the best of every method that was tried, in the order of {@link FewShotKind}; empty where nothing
 *     could be held out and the method is the fixed one
 * @param examplesPerClass views not counted
 * @param folds how often examples were held out
 * @param heldOutExamples how many were, over all folds
 */
public record FitReport(
    FewShotMethod method,
    List<HeldOut> candidates,
    List<Integer> examplesPerClass,
    int folds,
    int heldOutExamples) {

  public FitReport {
    candidates = List.copyOf(candidates);
    examplesPerClass = List.copyOf(examplesPerClass);
  }

  /** The figures of the chosen method; none where nothing could be held out. */
  public Optional<HeldOut> chosen() {
    return candidates.stream()
        .filter(candidate -> candidate.method().equals(method))
        .findFirst();
  }
}
