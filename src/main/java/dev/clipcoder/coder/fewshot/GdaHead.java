package dev.clipcoder.coder.fewshot;

import dev.clipcoder.embedding.Embedding;
import java.util.List;

/**
 * Gaussian discriminant analysis with one covariance for all classes (Wang et al., "A Hard-to-Beat Baseline for
 * Training-free CLIP-based Adaptation", ICLR 2024, arXiv 2402.04087, equations 5 to 7):
 * {@code P = D·[(N − 1)Σ + tr(Σ)I]⁻¹}, {@code w_c = P·μ_c}, {@code b_c = −log C − ½·μ_c·w_c},
 * {@code logits = logitScale·f·W + α(f·w_c + b_c)}, Σ being the covariance of the examples around the means of their
 * classes. Where there is hardly any (one example of each class, equal examples) {@value GdaFit#LEAST_TRACE} stands for
 * its trace.
 */
final class GdaHead implements FewShotHead {

  private final FewShotMethod.Gda method;
  private final Texts texts;
  private final int[] counts;
  private final GdaFit fit;

  private GdaHead(Support support, FewShotMethod.Gda method) {
    this.method = method;
    this.texts = support.texts();
    this.counts = support.counts();
    this.fit = new GdaExamples(support).fit();
  }

  static GdaHead of(Support support, FewShotMethod.Gda method) {
    return new GdaHead(support, method);
  }

  @Override
  public double[] logits(Embedding image) {
    double[] vector = texts.vector(image);
    return texts.logits(method, texts.cosines(vector), fit.discriminants(vector), counts);
  }

  /** None: the method keeps no examples. */
  @Override
  public List<ExampleContribution> contributions(Embedding image, int classIndex, int limit) {
    return List.of();
  }

  static LeaveOut leaveOut(Support support) {
    GdaExamples examples = new GdaExamples(support);
    return fold -> {
      GdaFit fit = examples.fitWithout(fold);
      double[][] vectors = fold.scored(support.vectors());
      double[][] said = new double[vectors.length][];
      for (int i = 0; i < said.length; i++) {
        said[i] = fit.discriminants(vectors[i]);
      }
      return said;
    };
  }
}
