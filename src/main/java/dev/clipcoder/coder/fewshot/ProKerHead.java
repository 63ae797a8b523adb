package dev.clipcoder.coder.fewshot;

import dev.clipcoder.embedding.Embedding;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Kernel ridge regression of what plain CLIP gets wrong about the examples (Bendou et al., "ProKeR: A Kernel
 * Perspective on Few-Shot Adaptation of Large Vision-Language Models", CVPR 2025, arXiv 2501.11175): with the kernel
 * {@code k(x, s) = exp(−β(1 − x·s))}, {@code A = (K/λ + I)⁻¹(Y − S·W)} and
 * {@code logits = logitScale·(f·W + α·k(f, S)·A)}.
 */
final class ProKerHead implements FewShotHead {

  private final FewShotMethod.ProKer method;
  private final Texts texts;
  private final int[] counts;

  /** {@code double[dimension][examples]}. */
  private final double[][] columns;

  /** A: {@code double[examples][classes]}. */
  private final double[][] coefficients;

  ProKerHead(Support support, FewShotMethod.ProKer method, double[][] coefficients) {
    this.method = method;
    this.texts = support.texts();
    this.counts = support.counts();
    this.columns = Products.transposed(support.vectors());
    this.coefficients = coefficients;
  }

  static ProKerHead of(Support support, FewShotMethod.ProKer method) {
    double[][] coefficients = residuals(support);
    Cholesky.of(system(gram(support), method)).solve(coefficients);
    return new ProKerHead(support, method, coefficients);
  }

  /** All cosines of examples with examples. */
  static double[][] gram(Support support) {
    return Products.of(support.vectors(), Products.transposed(support.vectors()));
  }

  /** {@code Y − S·W}: {@code double[examples][classes]}. */
  static double[][] residuals(Support support) {
    double[][] residuals = support.texts().cosines(support.vectors());
    for (int i = 0; i < residuals.length; i++) {
      residual(residuals[i], support.classOf(i));
    }
    return residuals;
  }

  /** From the cosines with the texts, in place. */
  static double[] residual(double[] cosines, int classIndex) {
    for (int c = 0; c < cosines.length; c++) {
      cosines[c] = (c == classIndex ? 1 : 0) - cosines[c];
    }
    return cosines;
  }

  /** {@code K/λ + I}. */
  static double[][] system(double[][] gram, FewShotMethod.ProKer method) {
    double[][] system = new double[gram.length][gram.length];
    for (int i = 0; i < gram.length; i++) {
      // The lower triangle, by symmetry.
      for (int j = 0; j <= i; j++) {
        system[i][j] = kernel(gram[i][j], method) / method.lambda();
        system[j][i] = system[i][j];
      }
      system[i][i]++;
    }
    return system;
  }

  static double kernel(double cosine, FewShotMethod.ProKer method) {
    return Math.exp(-method.beta() * (1 - cosine));
  }

  private double[] kernels(double[] vector) {
    double[] kernels = Products.of(vector, columns);
    for (int i = 0; i < kernels.length; i++) {
      kernels[i] = kernel(kernels[i], method);
    }
    return kernels;
  }

  @Override
  public double[] logits(Embedding image) {
    double[] vector = texts.vector(image);
    double[] said = Products.of(kernels(vector), coefficients);
    for (int c = 0; c < said.length; c++) {
      said[c] *= texts.logitScale();
    }
    return texts.logits(method, texts.cosines(vector), said, counts);
  }

  /** Examples of other classes contribute too: against the class mostly, and then they are not named. */
  @Override
  public List<ExampleContribution> contributions(Embedding image, int classIndex, int limit) {
    if (counts[classIndex] == 0) {
      return List.of();
    }
    double[] kernels = kernels(texts.vector(image));
    double scale = texts.logitScale() * method.alpha();
    return Contributions.largest(
        IntStream.range(0, kernels.length)
            .mapToDouble(i -> scale * kernels[i] * coefficients[i][classIndex])
            .toArray(),
        limit);
  }
}
