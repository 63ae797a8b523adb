package dev.clipcoder.coder.fewshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Tries methods on examples that are held out from their fits. */
final class Trial {

  /**
   * Log-losses that differ by no more, in nats, count as equal: the probability of the true class differs by one in a
   * thousand. Where classes separate well the loss falls on and on with α, by amounts that say nothing, and the
   * probabilities of such a head are 1 for whatever it is shown.
   */
  static final double INDIFFERENCE = 0.001;

  private final Support support;
  private final List<Fold> folds;
  private final int[] counts;

  /** What a shape of ProKeR starts from, whatever its hyper-parameters; computed when first needed. */
  private double[][] gram = {};

  Trial(Support support, List<Fold> folds) {
    this.support = support;
    this.folds = folds;
    this.counts = support.counts();
  }

  /** The best of a method's grid, each shape with its most cautious α: of equal ones the first. */
  HeldOut best(FewShotKind kind) {
    return Grid.of(kind, support).shapes().stream()
        .map(shape -> mostCautious(tried(shape)))
        .min(Comparator.comparingDouble(HeldOut::logLoss))
        .orElseThrow();
  }

  /** The smallest α that is as good as the best, up to {@value #INDIFFERENCE}. */
  private static HeldOut mostCautious(List<HeldOut> byAlpha) {
    double best = byAlpha.stream().mapToDouble(HeldOut::logLoss).min().orElseThrow();
    return byAlpha.stream()
        .filter(tried -> tried.logLoss() <= best + INDIFFERENCE)
        .findFirst()
        .orElseThrow();
  }

  /** Tries methods that differ in α only. */
  private List<HeldOut> tried(List<FewShotMethod> methods) {
    LeaveOut leaveOut = leaveOut(methods.getFirst());
    double[] losses = new double[methods.size()];
    int[] hits = new int[methods.size()];
    int examples = 0;
    for (Fold fold : folds) {
      double[][] said = leaveOut.said(fold);
      double[][] cosines = support.texts().cosines(fold.scored(support.vectors()));
      for (int row = 0; row < said.length; row++) {
        int truth = support.classOf(fold.scored()[row]);
        for (int m = 0; m < losses.length; m++) {
          double[] logits = support.texts().logits(methods.get(m), cosines[row], said[row], counts);
          losses[m] += loss(logits, truth);
          hits[m] += largest(logits) == truth ? 1 : 0;
        }
        examples++;
      }
    }
    List<HeldOut> tried = new ArrayList<>();
    for (int m = 0; m < losses.length; m++) {
      tried.add(new HeldOut(methods.get(m), (double) hits[m] / examples, losses[m] / examples));
    }
    return tried;
  }

  LeaveOut leaveOut(FewShotMethod method) {
    return switch (method) {
      case FewShotMethod.CoderAdapter coder -> CoderAdapterHead.leaveOut(support, coder);
      case FewShotMethod.TipAdapter tip -> TipAdapterHead.leaveOut(support, tip);
      case FewShotMethod.Gda _ -> GdaHead.leaveOut(support);
      case FewShotMethod.ProKer proker -> {
        if (gram.length == 0) {
          gram = ProKerHead.gram(support);
        }
        yield new ProKerLeaveOut(support, gram, proker);
      }
      case FewShotMethod.NearestClassMean mean -> NearestClassMeanHead.leaveOut(support, mean);
    };
  }

  /** The mean log-loss of plain CLIP on the examples; log C is that of guessing. */
  static double textLoss(Support support) {
    double[][] cosines = support.texts().cosines(support.vectors());
    double sum = 0;
    for (int i = 0; i < cosines.length; i++) {
      double[] logits = cosines[i];
      for (int c = 0; c < logits.length; c++) {
        logits[c] *= support.texts().logitScale();
      }
      sum += loss(logits, support.classOf(i));
    }
    return sum / cosines.length;
  }

  /** {@code −log softmax}, relative to the largest logit, so that it stays finite. */
  private static double loss(double[] logits, int truth) {
    double largest = logits[largest(logits)];
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - largest);
    }
    return Math.log(sum) + largest - logits[truth];
  }

  /** The place of the largest; of equal ones the first. */
  private static int largest(double[] logits) {
    int largest = 0;
    for (int c = 1; c < logits.length; c++) {
      if (logits[c] > logits[largest]) {
        largest = c;
      }
    }
    return largest;
  }
}
