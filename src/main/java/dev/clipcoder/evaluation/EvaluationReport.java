package dev.clipcoder.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a label set does with a model on pictures whose labels are known.
 *
 * @param methods those that the set has texts for: {@code clip}, {@code coder}, {@code coder+rerank}
 * @param comparisons of neighbouring methods, the better informed one first
 * @param fewShot what examples add; null where it was not asked for
 */
public record EvaluationReport(
    Model model,
    LabelSet labelSet,
    Pictures pictures,
    List<MethodReport> methods,
    List<Comparison> comparisons,
    Recommendation recommended,
    @Nullable FewShotReport fewShot) {

  /** The checkpoint: scores, probabilities and thresholds belong to it. */
  public record Model(String id, String fingerprint, double logitScale) {}

  /**
   * The label set.
   *
   * @param texts dimensions of the CODER vector
   * @param pairs pairs of classes with one-to-one texts in both directions
   * @param rerankGap the gap under which {@code coder+rerank} reranks
   * @param truncated texts of which the model reads only the beginning
   */
  public record LabelSet(
      String file, int classes, int texts, int pairs, double rerankGap, int truncated) {}

  /**
   * The data.
   *
   * @param evaluated pictures that the figures are about
   * @param labels labels that have such pictures
   * @param unknownFolders folders that are named for no class of the set
   * @param unreadable pictures that could not be read
   * @param leftOut other files and folders that were not looked at
   */
  public record Pictures(
      String folder,
      int evaluated,
      int labels,
      List<String> unknownFolders,
      List<LeftOut> unreadable,
      List<LeftOut> leftOut) {}
}
