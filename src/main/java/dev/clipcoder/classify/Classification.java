package dev.clipcoder.classify;

import dev.clipcoder.coder.Rejection;
import dev.clipcoder.coder.TextKind;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one picture, or one part of it, is.
 *
 * @param labels the accepted labels, the likeliest first; at most one unless the label set allows several
 * @param several whether it does
 * @param reason why no label was accepted; null if one was
 * @param predictions the first labels in their final order; among equals the caller's order
 * @param rerank what the rerank did; null where none was asked for
 * @param neighbors the texts nearest to the picture; null where nobody asked
 * @param examples the examples that speak most for the first label; null where nobody asked or there are none
 * @param region the part of the picture; null: the whole
 */
public record Classification(
    List<String> labels,
    boolean several,
    @Nullable Rejection reason,
    List<Prediction> predictions,
    @Nullable Rerank rerank,
    @Nullable List<Neighbor> neighbors,
    @Nullable List<DecidingExample> examples,
    Embedding embedding,
    @Nullable Region region) {

  /** The first accepted label; null if none was. */
  public @Nullable String label() {
    return labels.isEmpty() ? null : labels.getFirst();
  }

  /**
   * How well one label fits.
   *
   * @param score on the scale of cosines, in [-1, 1]
   * @param probability the softmax of the scores over all classes, in [0, 1]
   * @param match how well the label matches by itself, in [0, 1], where the model has a sigmoid; null elsewhere
   * @param alone where several labels may be accepted: the label's own probability against the background
   * @param rerankScore what the rerank ordered it by; null where it did not
   */
  public record Prediction(
      String label,
      double score,
      double probability,
      @Nullable Double match,
      @Nullable Double alone,
      @Nullable Double rerankScore) {}

  /**
   * What a rerank did.
   *
   * @param reason why it was or was not applied
   * @param candidates the labels that took part, in their final order
   * @param before the same in the order of the first stage
   * @param nanos how long it took
   */
  public record Rerank(
      boolean applied, String reason, List<String> candidates, List<String> before, long nanos) {}

  /**
   * A text beside the picture.
   *
   * @param label of the class that it speaks of
   * @param similarity its cosine with the picture
   */
  public record Neighbor(String text, TextKind kind, String label, double similarity) {}

  /**
   * An example beside the picture.
   *
   * @param id of the example in its support set
   * @param similarity its cosine with the picture
   * @param contribution what it adds to the logit of the first label; null where the method keeps no examples apart
   */
  public record DecidingExample(
      String id, String label, double similarity, @Nullable Double contribution) {}
}
