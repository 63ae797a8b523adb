package dev.clipcoder.coder.fewshot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * The hyper-parameters that are tried, and those that are taken when nothing can be tried. Every α begins with 0, plain
 * CLIP, so that examples that do not help are not listened to; of equal methods the first is chosen.
 *
 * @param shapes lists of methods that differ in α only, by ascending α
 */
record Grid(List<List<FewShotMethod>> shapes) {

  private static final double[] VOTE_BETAS = {1, 2, 3.57, 5.5, 8, 12};

  /** Up to where a vote, a mean in [0, 1], outweighs the texts. */
  private static final double[] VOTE_ALPHAS = {0, 0.1, 0.39, 1, 3, 10, 30, 100, 300, 1000};

  private static final double[] GDA_ALPHAS = {
    0, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10
  };
  private static final double[] PROKER_BETAS = {1, 1.7, 3};
  private static final double[] PROKER_LAMBDAS = {0.05, 0.1, 0.2};
  private static final double[] PROKER_ALPHAS = {0, 0.25, 0.5, 1, 2, 4, 8, 16};

  static Grid of(FewShotKind kind, Support support) {
    List<List<FewShotMethod>> shapes = new ArrayList<>();
    switch (kind) {
      case CODER_ADAPTER -> {
        for (double beta : VOTE_BETAS) {
          shapes.add(methods(VOTE_ALPHAS, alpha -> new FewShotMethod.CoderAdapter(alpha, beta)));
        }
      }
      case TIP_ADAPTER -> {
        for (double beta : VOTE_BETAS) {
          shapes.add(methods(VOTE_ALPHAS, alpha -> new FewShotMethod.TipAdapter(alpha, beta)));
        }
      }
      case GDA -> shapes.add(methods(GDA_ALPHAS, FewShotMethod.Gda::new));
      case PROKER -> {
        for (double beta : PROKER_BETAS) {
          for (double lambda : PROKER_LAMBDAS) {
            shapes.add(
                methods(PROKER_ALPHAS, alpha -> new FewShotMethod.ProKer(alpha, beta, lambda)));
          }
        }
      }
      case NEAREST_CLASS_MEAN -> {
        shapes.add(List.of(new FewShotMethod.NearestClassMean(false)));
        if (support.hasSpace()) {
          shapes.add(List.of(new FewShotMethod.NearestClassMean(true)));
        }
      }
    }
    return new Grid(shapes);
  }

  private static List<FewShotMethod> methods(
      double[] alphas, DoubleFunction<FewShotMethod> method) {
    List<FewShotMethod> methods = new ArrayList<>();
    for (double alpha : alphas) {
      methods.add(method.apply(alpha));
    }
    return methods;
  }

  /**
   * The published settings, for ProKeR those of the number of examples: β and λ go from (3, 0.05) at one example of a
   * class to (1.7, 0.1) at sixteen, evenly in the logarithm of the number. α of gda is ours: small, as nothing is known.
   *
   * @param shots examples per class
   */
  static FewShotMethod fixed(FewShotKind kind, double shots) {
    return switch (kind) {
      case CODER_ADAPTER -> new FewShotMethod.CoderAdapter(0.39, 3.57);
      case TIP_ADAPTER -> new FewShotMethod.TipAdapter(0.39, 3.57);
      case GDA -> new FewShotMethod.Gda(1e-3);
      case PROKER -> {
        double part = Math.clamp(Math.log(shots) / Math.log(16), 0, 1);
        yield new FewShotMethod.ProKer(1, 3 + part * (1.7 - 3), 0.05 + part * (0.1 - 0.05));
      }
      case NEAREST_CLASS_MEAN -> new FewShotMethod.NearestClassMean(false);
    };
  }
}
