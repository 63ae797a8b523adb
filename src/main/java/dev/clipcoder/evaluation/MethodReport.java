package dev.clipcoder.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one method does.
 *
 * @param method {@code clip}, {@code coder} or {@code coder+rerank}
 * @param top1 right at first; as {@code top5}, over the pictures of labels, whatever the decision rule says
 * @param top5 right among the first five
 * @param background pictures of background classes that a background class wins; null where there are none
 * @param perClass the labels that have pictures, in class order
 * @param confusions pictures that were answered wrongly, by true label and answer, the most frequent first
 */
public record MethodReport(
    String method,
    Proportion top1,
    Proportion top5,
    Calibration calibration,
    @Nullable Proportion background,
    List<PerClass> perClass,
    List<Confusion> confusions) {

  /** The accuracy of one label. */
  public record PerClass(String label, Proportion top1, Proportion top5) {}

  /** How often pictures of one label were taken for another. */
  public record Confusion(String label, String answered, int pictures) {}
}
