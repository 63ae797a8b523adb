package dev.clipcoder.coder.fewshot;

import dev.clipcoder.embedding.Embedding;
import java.util.List;

/** What was fitted on a support: immutable, and good for any number of threads. */
public sealed interface FewShotHead
    permits CoderAdapterHead, TipAdapterHead, GdaHead, ProKerHead, NearestClassMeanHead {

  /**
   * The logits of an image: {@code double[classes]}, the logit scale of the checkpoint included, so that
   * {@code Softmax.of(logits, 1)} are probabilities.
   */
  double[] logits(Embedding image);

  /**
   * The examples that speak most for a class, largest contribution first. Only contributions above 0 are named, so that
   * a class without examples has none, and a method that keeps no examples (gda) has none either.
   *
   * @param limit the most to name
   */
  List<ExampleContribution> contributions(Embedding image, int classIndex, int limit);

  /** Fits a method from nothing. */
  static FewShotHead of(Support support, FewShotMethod method) {
    method.kind().check(support.size());
    return switch (method) {
      case FewShotMethod.CoderAdapter coder -> CoderAdapterHead.of(support, coder);
      case FewShotMethod.TipAdapter tip -> TipAdapterHead.of(support, tip);
      case FewShotMethod.Gda gda -> GdaHead.of(support, gda);
      case FewShotMethod.ProKer proker -> ProKerHead.of(support, proker);
      case FewShotMethod.NearestClassMean mean -> NearestClassMeanHead.of(support, mean);
    };
  }
}
