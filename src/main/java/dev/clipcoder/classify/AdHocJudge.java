package dev.clipcoder.classify;

import dev.clipcoder.classify.Classification.Prediction;
import dev.clipcoder.coder.ClassScores;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.embedding.Softmax;
import dev.clipcoder.embedding.TopK;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.image.Region;
import dev.clipcoder.model.ModelDescription;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares with one text for each label of the request. */
final class AdHocJudge implements Judge {

  private final List<String> labels;
  private final EmbeddingMatrix matrix;
  private final List<TruncatedText> truncated;
  private final double logitScale;
  private final @Nullable Double logitBias;
  private final int topK;
  private final AnswerMetrics metrics;

  /**
   * @param encoded the labels' texts, in their order
   * @throws TextTooLongException if one was cut and that is not allowed
   */
  AdHocJudge(
      Candidates.AdHoc candidates,
      List<EncodedText> encoded,
      ModelDescription model,
      int topK,
      AnswerMetrics metrics) {
    this.metrics = metrics;
    this.labels = candidates.labels().values();
    this.matrix =
        EmbeddingMatrix.of(encoded.stream().map(EncodedText::embedding).toList());
    this.truncated =
        TruncatedText.among(labels, encoded, candidates.truncate(), model.contextLength());
    this.logitScale = model.logitScale();
    this.logitBias = model.logitBias();
    this.topK = topK;
  }

  @Override
  public Classification classify(Embedding seen, @Nullable Region region, Work work) {
    double[] cosines = matrix.cosines(seen);
    double[] probabilities = Softmax.of(cosines, logitScale);
    List<Prediction> best = Arrays.stream(TopK.of(cosines, topK))
        .mapToObj(i -> new Prediction(
            labels.get(i), cosines[i], probabilities[i], match(cosines[i]), null, null))
        .toList();
    int[] two = TopK.of(cosines, 2);
    metrics.record(
        Method.CLIP.id(),
        new AnswerMetrics.Best(
            probabilities[two[0]], two.length < 2 ? Double.NaN : cosines[two[0]] - cosines[two[1]]),
        null);
    return new Classification(
        List.of(best.getFirst().label()), false, null, best, null, null, null, seen, region);
  }

  private @Nullable Double match(double cosine) {
    return logitBias == null ? null : ClassScores.match(cosine, logitScale, logitBias);
  }

  @Override
  public ClassifyResult result(
      List<Classification> classifications, Timings timings, CacheUse cacheUse) {
    return new ClassifyResult(
        classifications, Method.CLIP.id(), null, null, truncated, timings, cacheUse);
  }
}
