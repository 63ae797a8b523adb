package dev.clipcoder.coder.fewshot;

import dev.clipcoder.embedding.Embedding;
import java.util.List;

/**
 * The cosine to the direction of the class's mean, {@code logits = logitScale·f·m_c/‖m_c‖} with m_c the sum of the
 * class's examples (prototypes, as in Snell et al., NeurIPS 2017, arXiv 1703.05175, with the cosine), of embeddings or
 * of CODER vectors. It knows nothing of the texts. A class whose examples cancel out gets 0.
 */
final class NearestClassMeanHead implements FewShotHead {

  private final FewShotMethod.NearestClassMean method;
  private final Support support;
  private final int[] counts;

  /** {@code double[dimensions][classes]}. */
  private final double[][] columns;

  /** The lengths of the classes' sums. */
  private final double[] lengths;

  private NearestClassMeanHead(Support support, FewShotMethod.NearestClassMean method) {
    this.method = method;
    this.support = support;
    this.counts = support.counts();
    double[][] sums = sums(support, method);
    this.lengths = new double[sums.length];
    for (int c = 0; c < sums.length; c++) {
      lengths[c] = Math.sqrt(Products.dot(sums[c], sums[c]));
      Products.normalize(sums[c]);
    }
    this.columns = Products.transposed(sums);
  }

  static NearestClassMeanHead of(Support support, FewShotMethod.NearestClassMean method) {
    return new NearestClassMeanHead(support, method);
  }

  private static double[][] vectors(Support support, FewShotMethod.NearestClassMean method) {
    return method.coderSpace() ? support.coderVectors() : support.vectors();
  }

  /** {@code double[classes][dimensions]}. */
  private static double[][] sums(Support support, FewShotMethod.NearestClassMean method) {
    double[][] vectors = vectors(support, method);
    double[][] sums = new double[support.classes()][vectors[0].length];
    for (int i = 0; i < vectors.length; i++) {
      add(sums[support.classOf(i)], vectors[i], 1);
    }
    return sums;
  }

  private static void add(double[] sum, double[] vector, double factor) {
    Products.addOne(sum, factor, vector, 0, sum.length);
  }

  private double[] place(Embedding image) {
    double[] vector = support.texts().vector(image);
    return method.coderSpace() ? support.coderPlaces().of(vector) : vector;
  }

  @Override
  public double[] logits(Embedding image) {
    double[] said = Products.of(place(image), columns);
    scale(said, support.texts().logitScale());
    return support.texts().logits(method, said, said, counts);
  }

  private static void scale(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  /** The examples of the class that are nearest to the image; what they contribute sums to the logit. */
  @Override
  public List<ExampleContribution> contributions(Embedding image, int classIndex, int limit) {
    double[] place = place(image);
    double[][] vectors = vectors(support, method);
    double[] contributions = new double[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      if (support.classOf(i) == classIndex && lengths[classIndex] > 0) {
        contributions[i] =
            support.texts().logitScale() * Products.dot(place, vectors[i]) / lengths[classIndex];
      }
    }
    return Contributions.largest(contributions, limit);
  }

  static LeaveOut leaveOut(Support support, FewShotMethod.NearestClassMean method) {
    double[][] vectors = vectors(support, method);
    double[][] sums = sums(support, method);
    return fold -> {
      double[][] rest = new double[sums.length][];
      for (int c = 0; c < rest.length; c++) {
        rest[c] = sums[c].clone();
      }
      for (int i : fold.removed()) {
        add(rest[support.classOf(i)], vectors[i], -1);
      }
      for (double[] sum : rest) {
        Products.normalize(sum);
      }
      double[][] said = Products.of(fold.scored(vectors), Products.transposed(rest));
      for (double[] row : said) {
        scale(row, support.texts().logitScale());
      }
      return said;
    };
  }
}
