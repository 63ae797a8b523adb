package dev.clipcoder.classify;

import dev.clipcoder.classify.Classification.Neighbor;
import dev.clipcoder.classify.Classification.Prediction;
import dev.clipcoder.coder.ClassScorer;
import dev.clipcoder.coder.ClassScores;
import dev.clipcoder.coder.Decision;
import dev.clipcoder.coder.DecisionRule;
import dev.clipcoder.coder.Explanation;
import dev.clipcoder.coder.RerankResult;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.Region;
import dev.clipcoder.labelset.LabelPair;
import dev.clipcoder.labelset.PairMeetings;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.tracing.Trace;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores the classes of a label set, reranks where that is wanted, and lets the set's rule decide. */
final class LabelSetJudge implements Judge {

  /** Texts in an explanation. */
  private static final int NEIGHBORS = 10;

  private final LabelSetHead head;
  private final Candidates.OfSet candidates;
  private final Method method;
  private final boolean reranks;
  private final double logitScale;
  private final @Nullable Double logitBias;
  private final int topK;
  private final RerankMetrics metrics;
  private final AnswerMetrics answers;
  private final PairMeetings meetings;

  /**
   * @throws ImpossibleMethodException if the set's rule needs matches, and there are none
   * @throws ImpossibleRerankException if a rerank is asked for, and the method is not CODER
   * @throws TextTooLongException if a text of the set was cut and that is not allowed
   */
  LabelSetJudge(
      LabelSetHead head,
      Candidates.OfSet candidates,
      ModelDescription model,
      int topK,
      RerankMetrics metrics,
      AnswerMetrics answers,
      PairMeetings meetings) {
    this.head = head;
    this.candidates = candidates;
    this.method = candidates.method() == null ? head.defaultMethod() : candidates.method();
    this.logitBias = method == Method.CLIP ? model.logitBias() : null;
    requireMatches(head, candidates, logitBias);
    this.reranks = reranks(head, candidates, method);
    this.logitScale = model.logitScale();
    this.topK = topK;
    this.metrics = metrics;
    this.answers = answers;
    this.meetings = meetings;
    if (!candidates.truncate() && !head.truncated().isEmpty()) {
      TruncatedText first = head.truncated().getFirst();
      throw new TextTooLongException(first.name(), first.tokens(), model.contextLength());
    }
  }

  private static void requireMatches(
      LabelSetHead head, Candidates.OfSet candidates, @Nullable Double logitBias) {
    if (logitBias == null && head.needsMatches()) {
      throw new ImpossibleMethodException(
          "Label set '%s' allows several labels without a background class, which only SigLIP models with method=clip can decide. Use that, or mark a class with \"background\":true."
              .formatted(candidates.reference()));
    }
  }

  private static boolean reranks(LabelSetHead head, Candidates.OfSet candidates, Method method) {
    if (candidates.rerank() == null) {
      return method == Method.CODER && head.version().definition().rerank().enabled();
    }
    if (candidates.rerank() && method != Method.CODER) {
      throw new ImpossibleRerankException(
          candidates.method() == null
              ? "Label set '%s' has names only, so method=clip answers, which has no rerank. Give the set one-to-one texts, or leave 'rerank' out."
                  .formatted(candidates.reference())
              : "method=clip has no rerank. Use method=coder, or leave 'rerank' out.");
    }
    return candidates.rerank();
  }

  @Override
  public Classification classify(Embedding seen, @Nullable Region region, Work work) {
    ClassScores scores = scores(seen);
    RerankMetrics.@Nullable Timed timed = reranks ? rerank(scores, seen, work.trace()) : null;
    @Nullable RerankResult rerank = timed == null ? null : timed.result();
    int[] order = rerank == null ? scores.top(topK) : rerank.top(scores, topK);
    Decision decision = head.rule().decide(scores, order[0]);
    answers.record(method.id(), Judge.best(scores), decision.reason());
    boolean several = head.rule() instanceof DecisionRule.Multi;
    List<Prediction> predictions = Arrays.stream(order)
        .mapToObj(c -> new Prediction(
            head.label(c),
            scores.score(c),
            scores.probability(c),
            logitBias == null ? null : scores.match(c).getAsDouble(),
            several ? decision.probabilities()[c] : null,
            rerank == null ? null : rerank.scores().get(c)))
        .toList();
    return new Classification(
        labels(decision.labels()),
        several,
        decision.reason(),
        predictions,
        timed == null ? null : report(timed),
        candidates.explain() ? neighbors(seen, work) : null,
        null,
        seen,
        region);
  }

  private ClassScores scores(Embedding seen) {
    ClassScorer scorer = method == Method.CODER ? head.coder() : head.clip();
    ClassScores scores = ClassScores.of(scorer.scores(seen), logitScale, head.background());
    return logitBias == null ? scores : scores.withMatches(logitBias);
  }

  private RerankMetrics.Timed rerank(ClassScores scores, Embedding seen, Trace trace) {
    long begin = System.nanoTime();
    RerankMetrics.Timed timed = metrics.record(() -> head.reranker().rerank(scores, seen));
    trace.stage("rerank", begin, begin + timed.nanos());
    meetings.met(
        head.version().id(),
        timed.result().missing().stream()
            .map(pair -> LabelPair.of(head.label(pair.first()), head.label(pair.second())))
            .toList());
    return timed;
  }

  private Classification.Rerank report(RerankMetrics.Timed timed) {
    RerankResult rerank = timed.result();
    return new Classification.Rerank(
        rerank.applied(),
        RerankReason.of(rerank),
        labels(rerank.after()),
        labels(rerank.before()),
        timed.nanos());
  }

  private List<Neighbor> neighbors(Embedding seen, Work work) {
    return new Explanation(head.layout(), head.weights())
        .nearest(head.similarities(seen, work), NEIGHBORS).stream()
            .map(near -> new Neighbor(
                head.texts().get(near.row()).text(),
                near.kind(),
                head.label(near.classIndex()),
                near.similarity()))
            .toList();
  }

  private List<String> labels(List<Integer> classes) {
    return classes.stream().map(head::label).toList();
  }

  @Override
  public ClassifyResult result(
      List<Classification> classifications, Timings timings, CacheUse cacheUse) {
    long rerankNanos = classifications.stream()
        .map(Classification::rerank)
        .filter(rerank -> rerank != null && rerank.applied())
        .mapToLong(Classification.Rerank::nanos)
        .sum();
    return new ClassifyResult(
        classifications,
        method.id(),
        head.version(),
        null,
        head.truncated(),
        timings.withRerank(rerankNanos),
        cacheUse);
  }
}
