package dev.clipcoder.classify;

import dev.clipcoder.classify.Classification.DecidingExample;
import dev.clipcoder.classify.Classification.Prediction;
import dev.clipcoder.coder.Background;
import dev.clipcoder.coder.ClassScores;
import dev.clipcoder.coder.Decision;
import dev.clipcoder.coder.DecisionRule;
import dev.clipcoder.coder.fewshot.ExampleContribution;
import dev.clipcoder.coder.fewshot.Support;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.TopK;
import dev.clipcoder.fewshot.FittedSet;
import dev.clipcoder.fewshot.FittedSet.UsedExample;
import dev.clipcoder.image.Region;
import dev.clipcoder.model.ModelDescription;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Scores the classes of a support set by its fitted head, and lets the rule of its classes decide. */
final class FewShotJudge implements Judge {

  /** Examples in an explanation. */
  private static final int EXAMPLES = 10;

  private final FittedSet fitted;
  private final boolean explains;
  private final Background background;
  private final DecisionRule rule;
  private final double logitScale;
  private final int topK;
  private final AnswerMetrics metrics;

  /**
   * @throws ImpossibleMethodException if the rule of the classes needs matches, which no few-shot method has
   */
  FewShotJudge(
      FittedSet fitted, boolean explains, ModelDescription model, int topK, AnswerMetrics metrics) {
    this.metrics = metrics;
    DefinitionTerms terms = new DefinitionTerms(fitted.classes().version().definition());
    this.fitted = fitted;
    this.explains = explains;
    this.background = terms.background();
    this.rule = terms.rule();
    this.logitScale = model.logitScale();
    this.topK = topK;
    if (rule instanceof DecisionRule.Multi && background.isEmpty()) {
      throw new ImpossibleMethodException(
          "Support set '%s' allows several labels without a background class, which few-shot methods cannot decide. Mark a class of it as background, with examples of what is none of the others."
              .formatted(fitted.set().id()));
    }
  }

  /** The head's logits on the scale of cosines: what the softmax and the rule multiply with the logit scale again. */
  private ClassScores scores(Embedding seen) {
    double[] scores = fitted.fit().head().logits(seen);
    for (int c = 0; c < scores.length; c++) {
      scores[c] /= logitScale;
    }
    return ClassScores.of(scores, logitScale, background);
  }

  @Override
  public Classification classify(Embedding seen, @Nullable Region region, Work work) {
    ClassScores scores = scores(seen);
    int[] order = scores.top(topK);
    Decision decision = rule.decide(scores, order[0]);
    metrics.record(fitted.fit().method().kind().id(), Judge.best(scores), decision.reason());
    boolean several = rule instanceof DecisionRule.Multi;
    List<Prediction> predictions = Arrays.stream(order)
        .mapToObj(c -> new Prediction(
            fitted.label(c),
            scores.score(c),
            scores.probability(c),
            null,
            several ? decision.probabilities()[c] : null,
            null))
        .toList();
    return new Classification(
        decision.labels().stream().map(fitted::label).toList(),
        several,
        decision.reason(),
        predictions,
        null,
        null,
        explains ? deciding(seen, order[0]) : null,
        seen,
        region);
  }

  private List<DecidingExample> deciding(Embedding seen, int classIndex) {
    List<ExampleContribution> contributions =
        fitted.fit().head().contributions(seen, classIndex, EXAMPLES);
    return contributions.isEmpty()
        ? nearest(seen, classIndex)
        : contributions.stream()
            .map(one -> example(seen, one.example(), one.contribution()))
            .toList();
  }

  /** Where the method keeps no examples apart: those of the class that are nearest. */
  private List<DecidingExample> nearest(Embedding seen, int classIndex) {
    Support support = fitted.fit().support();
    double[] cosines = IntStream.range(0, support.size())
        .mapToDouble(place -> support.example(place).embedding().dot(seen))
        .toArray();
    return Arrays.stream(
            TopK.of(cosines, EXAMPLES, place -> support.example(place).classIndex() == classIndex))
        .mapToObj(place -> example(seen, place, null))
        .toList();
  }

  private DecidingExample example(Embedding seen, int place, @Nullable Double contribution) {
    UsedExample used = fitted.used().get(place);
    double similarity = fitted.fit().support().example(place).embedding().dot(seen);
    return new DecidingExample(used.id(), used.label(), similarity, contribution);
  }

  @Override
  public ClassifyResult result(
      List<Classification> classifications, Timings timings, CacheUse cacheUse) {
    boolean registered = fitted.set().definition().labelSet() != null;
    return new ClassifyResult(
        classifications,
        fitted.fit().method().kind().id(),
        registered ? fitted.classes().version() : null,
        new ClassifyResult.SupportSetUsed(
            fitted.set().id(),
            fitted.set().version(),
            fitted.classes().version().definition().classes().size(),
            fitted.missing()),
        List.of(),
        timings,
        cacheUse);
  }
}
