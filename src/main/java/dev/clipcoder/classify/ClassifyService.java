package dev.clipcoder.classify;

import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.fewshot.FittedSet;
import dev.clipcoder.fewshot.FittedSets;
import dev.clipcoder.labelset.PairMeetings;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TextEmbeddings;
import dev.clipcoder.tracing.Trace;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Classifies a picture among labels of the request, the classes of a label set, or by the examples of a support set. */
public final class ClassifyService {

  private final Intake intake;
  private final Sight.Eyes eyes;
  private final TextEmbeddings texts;
  private final LabelSetHeads heads;
  private final FittedSets fitted;
  private final ModelDescription model;
  private final Timer scoring;
  private final RerankMetrics reranks;
  private final AnswerMetrics answers;
  private final PairMeetings meetings;

  ClassifyService(
      Intake intake,
      Sight.Eyes eyes,
      TextEmbeddings texts,
      LabelSetHeads heads,
      FittedSets fitted,
      PairMeetings meetings,
      ModelDescription model,
      MeterRegistry meters) {
    this.intake = intake;
    this.eyes = eyes;
    this.texts = texts;
    this.heads = heads;
    this.fitted = fitted;
    this.model = model;
    this.scoring = Timer.builder("clipcoder.score")
        .description("Comparing pictures with labels")
        .register(meters);
    this.meetings = meetings;
    this.reranks = new RerankMetrics(meters);
    this.answers = new AnswerMetrics(meters);
  }

  /**
   * Answers within the time limit, or fails. Blocks: for virtual threads.
   *
   * @throws dev.clipcoder.image.ImageException if the bytes are no picture that can be read
   * @throws dev.clipcoder.encoder.EncoderException if the encoder cannot answer, or not in time
   * @throws dev.clipcoder.labelset.LabelSetException if the label set is not there or cannot serve
   * @throws dev.clipcoder.fewshot.SupportSetException if the support set is not there or cannot answer
   * @throws dev.clipcoder.coder.fewshot.TooManyExamplesException if the method cannot take so many
   * @throws TextTooLongException if a text is too long and must not be cut
   * @throws WrongDimensionException if the given embedding is not of this model
   * @throws ImpossibleMethodException if the set cannot be decided by the method
   * @throws ImpossibleRerankException if a rerank is asked for beside a method that has none
   * @throws CallerGoneException if the caller hung up
   */
  public ClassifyResult classify(ClassifyRequest request, Caller caller) {
    try (Work work = intake.begin(caller);
        Holds holds = new Holds()) {
      // The picture first: a wrong one is refused by its header, before a label has been encoded
      // for it.
      Sight sight = eyes.look(request.subject(), work);
      Supplier<Judge> judge = begin(request.candidates(), request.topK(), work, holds);
      List<Sight.Seen> seen = sight.await();
      return decide(judge.get(), sight, seen, work);
    }
  }

  /**
   * Begins with many pictures among the same candidates. Blocks until those are ready: for virtual threads.
   *
   * @throws dev.clipcoder.encoder.EncoderException if the encoder cannot encode the labels, or not in time
   * @throws dev.clipcoder.labelset.LabelSetException if the label set is not there or cannot serve
   * @throws ClassifyException as for one picture
   * @throws CallerGoneException if the caller hung up
   */
  public Batch batch(Candidates candidates, int topK, Caller caller) {
    Holds holds = new Holds();
    try (Work work = intake.begin(caller)) {
      Judge judge = begin(candidates, topK, work, holds).get();
      return new Batch(
          subject -> classifyInBulk(subject, judge, work.trace()), holds, intake::countAbandoned);
    } catch (Throwable e) {
      holds.close();
      throw e;
    }
  }

  private ClassifyResult classifyInBulk(Subject subject, Judge judge, Trace trace) {
    try (Work work = intake.beginInBulk(trace)) {
      Sight sight = eyes.look(subject, work);
      return decide(judge, sight, sight.await(), work);
    }
  }

  private ClassifyResult decide(Judge judge, Sight sight, List<Sight.Seen> seen, Work work) {
    long start = System.nanoTime();
    List<Classification> classifications = seen.stream()
        .map(one -> judge.classify(one.embedding(), one.region(), work))
        .toList();
    long nanos = System.nanoTime() - start;
    work.trace().stage("score", start, start + nanos);
    scoring.record(nanos, TimeUnit.NANOSECONDS);
    return judge.result(classifications, sight.timings(nanos), sight.cacheUse());
  }

  /** Ad hoc labels are encoded beside the picture; what a set cannot do is refused without waiting for the picture. */
  private Supplier<Judge> begin(Candidates candidates, int topK, Work work, Holds holds) {
    return switch (candidates) {
      case Candidates.AdHoc adHoc -> {
        CompletableFuture<List<EncodedText>> encoding = encodeTexts(adHoc, work);
        yield () -> new AdHocJudge(adHoc, work.await(encoding), model, topK, answers);
      }
      case Candidates.OfSet set -> {
        LabelSetHead head = work.await(heads.get(set.reference(), holds));
        Judge judge = new LabelSetJudge(head, set, model, topK, reranks, answers, meetings);
        yield () -> judge;
      }
      case Candidates.OfSupport support -> {
        FittedSet set = work.await(work.begin(fitted.get(support.supportSet(), support.method())));
        Judge judge = new FewShotJudge(set, support.explain(), model, topK, answers);
        yield () -> judge;
      }
    };
  }

  private CompletableFuture<List<EncodedText>> encodeTexts(Candidates.AdHoc adHoc, Work work) {
    List<String> sentences =
        adHoc.labels().values().stream().map(adHoc.template()::textOf).toList();
    long begin = System.nanoTime();
    CompletableFuture<List<EncodedText>> encoding = texts.embed(sentences, work.deadline());
    CompletableFuture<?> _ =
        encoding.whenComplete((_, _) -> work.trace().stage("texts", begin, System.nanoTime()));
    return work.begin(encoding);
  }
}
