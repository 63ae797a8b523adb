package dev.clipcoder.coder.fewshot;

import dev.clipcoder.embedding.Embedding;
import java.util.List;

/**
 * The cache of CODER vectors (arXiv 2404.17753, section 3.4): with {@code u = v/‖v‖} the affinities
 * {@code a_i = u·u_i} are stretched to [0, 1] over the support, {@code â}, and
 * {@code logits = logitScale·f·W + α·Σ_{i of c} exp(−β(1 − â_i)) / n_c}. The division by the number of examples of the
 * class is ours, see {@link Cache}. Computed in the compact space, at most as many dimensions as an embedding has.
 */
final class CoderAdapterHead implements FewShotHead {

  /** Affinities that differ by less differ by rounding, which stretching would make a difference of 1. */
  private static final double EQUAL = 1e-9;

  private final FewShotMethod.CoderAdapter method;
  private final Texts texts;
  private final CoderPlaces places;
  private final Cache cache;

  /** {@code double[dimensions][examples]}. */
  private final double[][] columns;

  private CoderAdapterHead(Support support, FewShotMethod.CoderAdapter method) {
    this.method = method;
    this.texts = support.texts();
    this.places = support.coderPlaces();
    this.cache = Cache.of(support, method.beta());
    this.columns = Products.transposed(support.coderVectors());
  }

  static CoderAdapterHead of(Support support, FewShotMethod.CoderAdapter method) {
    return new CoderAdapterHead(support, method);
  }

  private double[] affinities(double[] vector) {
    return stretched(Products.of(places.of(vector), columns), Fold.NONE);
  }

  /** Min-max over the examples that the fold leaves; all 1 where they are equal, 0/0 otherwise. */
  private static double[] stretched(double[] affinities, Fold fold) {
    boolean[] removed = fold.mask(affinities.length);
    double smallest = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < affinities.length; i++) {
      if (!removed[i]) {
        smallest = Math.min(smallest, affinities[i]);
        largest = Math.max(largest, affinities[i]);
      }
    }
    double[] stretched = new double[affinities.length];
    for (int i = 0; i < stretched.length; i++) {
      stretched[i] =
          largest - smallest < EQUAL ? 1 : (affinities[i] - smallest) / (largest - smallest);
    }
    return stretched;
  }

  @Override
  public double[] logits(Embedding image) {
    double[] vector = texts.vector(image);
    return texts.logits(
        method, texts.cosines(vector), cache.votes(affinities(vector)), cache.counts());
  }

  @Override
  public List<ExampleContribution> contributions(Embedding image, int classIndex, int limit) {
    return Contributions.largest(
        cache.contributions(affinities(texts.vector(image)), classIndex, method.alpha()), limit);
  }

  static LeaveOut leaveOut(Support support, FewShotMethod.CoderAdapter method) {
    Cache cache = Cache.of(support, method.beta());
    double[][] columns = Products.transposed(support.coderVectors());
    return fold -> {
      double[][] said = Products.of(fold.scored(support.coderVectors()), columns);
      for (int i = 0; i < said.length; i++) {
        said[i] = cache.votes(stretched(said[i], fold), fold);
      }
      return said;
    };
  }
}
