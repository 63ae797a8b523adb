package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.image.Region;
import dev.clipcoder.labelset.PairMeetings;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TextEmbeddings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Classifies a picture among labels of the request or the classes of a label set. */
public final class ClassifyService {

  private final Intake intake;
  private final ImageReader reader;
  private final ImageEncoder encoder;
  private final TextEmbeddings texts;
  private final LabelSetHeads heads;
  private final ModelDescription model;
  private final Timer scoring;
  private final RerankMetrics reranks;
  private final PairMeetings meetings;

  ClassifyService(
      Intake intake,
      ImageReader reader,
      ImageEncoder encoder,
      TextEmbeddings texts,
      LabelSetHeads heads,
      PairMeetings meetings,
      ModelDescription model,
      MeterRegistry meters) {
    this.intake = intake;
    this.reader = reader;
    this.encoder = encoder;
    this.texts = texts;
    this.heads = heads;
    this.model = model;
    this.scoring = Timer.builder("clipcoder.score")
        .description("Comparing pictures with labels")
        .register(meters);
    this.meetings = meetings;
    this.reranks = new RerankMetrics(meters);
  }

  /**
   * Answers within the time limit, or fails. Blocks: for virtual threads.
   *
   * @throws dev.clipcoder.image.ImageException if the bytes are no picture that can be read
   * @throws dev.clipcoder.encoder.EncoderException if the encoder cannot answer, or not in time
   * @throws dev.clipcoder.labelset.LabelSetException if the label set is not there or cannot serve
   * @throws TextTooLongException if a text is too long and must not be cut
   * @throws WrongDimensionException if the given embedding is not of this model
   * @throws ImpossibleRerankException if a rerank is asked for beside a method that has none
   * @throws CallerGoneException if the caller hung up
   */
  public ClassifyResult classify(ClassifyRequest request, Caller caller) {
    return switch (request.subject()) {
      case Subject.Picture picture -> classifyPicture(picture, request, caller);
      case Subject.Known known -> classifyKnown(known.embedding(), request, caller);
    };
  }

  private ClassifyResult classifyPicture(
      Subject.Picture picture, ClassifyRequest request, Caller caller) {
    try (Work work = intake.admit(picture.items(), caller)) {
      // The picture first: a wrong one is refused by its header, before a label has been encoded
      // for it.
      Viewing viewing = new Viewing(List.of(picture), reader, encoder, work);
      Supplier<Judge> judge = begin(request, work);
      List<Embedding> seen = viewing.await();
      Judge ready = judge.get();
      long start = System.nanoTime();
      List<Classification> classifications = score(ready, picture.regions(), seen);
      return ready.result(classifications, viewing.timings(recordScoring(start)));
    }
  }

  private ClassifyResult classifyKnown(
      Embedding embedding, ClassifyRequest request, Caller caller) {
    if (embedding.dimension() != model.dimension()) {
      throw new WrongDimensionException(embedding.dimension(), model.dimension());
    }
    try (Work work = intake.admit(0, caller)) {
      Judge judge = begin(request, work).get();
      long start = System.nanoTime();
      List<Classification> classifications = score(judge, List.of(), List.of(embedding));
      return judge.result(classifications, new Timings(0, 0, 0, recordScoring(start)));
    }
  }

  /** Ad hoc labels are encoded beside the picture; what a set cannot do is refused before the picture is encoded. */
  private Supplier<Judge> begin(ClassifyRequest request, Work work) {
    return switch (request.candidates()) {
      case Candidates.AdHoc adHoc -> {
        CompletableFuture<List<EncodedText>> encoding = encodeTexts(adHoc, work);
        yield () -> new AdHocJudge(adHoc, work.await(encoding), model, request.topK());
      }
      case Candidates.OfSet set -> {
        LabelSetHead head = work.await(heads.get(set.reference()));
        Judge judge = new LabelSetJudge(head, set, model, request.topK(), reranks, meetings);
        yield () -> judge;
      }
    };
  }

  private CompletableFuture<List<EncodedText>> encodeTexts(Candidates.AdHoc adHoc, Work work) {
    List<String> sentences =
        adHoc.labels().values().stream().map(adHoc.template()::textOf).toList();
    return work.begin(texts.embed(sentences, work.deadline()));
  }

  private static List<Classification> score(
      Judge judge, List<Region> regions, List<Embedding> seen) {
    List<Classification> classifications = new ArrayList<>(seen.size());
    for (int i = 0; i < seen.size(); i++) {
      @Nullable Region region = regions.isEmpty() ? null : regions.get(i);
      classifications.add(judge.classify(seen.get(i), region));
    }
    return classifications;
  }

  private long recordScoring(long start) {
    long nanos = System.nanoTime() - start;
    scoring.record(nanos, TimeUnit.NANOSECONDS);
    return nanos;
  }
}
