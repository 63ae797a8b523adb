package dev.clipcoder.coder.fewshot;

import dev.clipcoder.embedding.Embedding;
import java.util.List;

/**
 * Tip-Adapter without training (Zhang et al., ECCV 2022, arXiv 2207.09519, equations 5 and 6): a cache of the examples
 * that votes by cosine, {@code logits = logitScale·f·W + α·Σ_{i of c} exp(−β(1 − f·s_i)) / n_c}. The division by the
 * number of examples of the class is ours, see {@link Cache}.
 */
final class TipAdapterHead implements FewShotHead {

  private final FewShotMethod.TipAdapter method;
  private final Texts texts;
  private final Cache cache;

  /** {@code double[dimension][examples]}. */
  private final double[][] columns;

  private TipAdapterHead(Support support, FewShotMethod.TipAdapter method) {
    this.method = method;
    this.texts = support.texts();
    this.cache = Cache.of(support, method.beta());
    this.columns = Products.transposed(support.vectors());
  }

  static TipAdapterHead of(Support support, FewShotMethod.TipAdapter method) {
    return new TipAdapterHead(support, method);
  }

  @Override
  public double[] logits(Embedding image) {
    double[] vector = texts.vector(image);
    return texts.logits(
        method, texts.cosines(vector), cache.votes(Products.of(vector, columns)), cache.counts());
  }

  @Override
  public List<ExampleContribution> contributions(Embedding image, int classIndex, int limit) {
    double[] affinities = Products.of(texts.vector(image), columns);
    return Contributions.largest(
        cache.contributions(affinities, classIndex, method.alpha()), limit);
  }

  static LeaveOut leaveOut(Support support, FewShotMethod.TipAdapter method) {
    Cache cache = Cache.of(support, method.beta());
    double[][] columns = Products.transposed(support.vectors());
    return fold -> {
      double[][] said = Products.of(fold.scored(support.vectors()), columns);
      for (int i = 0; i < said.length; i++) {
        said[i] = cache.votes(said[i], fold);
      }
      return said;
    };
  }
}
