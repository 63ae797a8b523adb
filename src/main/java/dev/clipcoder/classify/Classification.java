package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one picture, or one part of it, is.
 *
 * @param label the most probable label
 * @param predictions the most probable labels, best first; among equals the caller's order
 * @param region the part of the picture; null: the whole
 */
public record Classification(
    String label,
    List<Prediction> predictions,
    Embedding embedding,
    @Nullable Region region) {

  /**
   * How well one label fits.
   *
   * @param score the cosine of the picture's and the label's embedding, in [-1, 1]
   * @param probability the softmax of the scores over all labels, in [0, 1]
   */
  public record Prediction(String label, double score, double probability) {}
}
