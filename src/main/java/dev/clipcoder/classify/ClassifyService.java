package dev.clipcoder.classify;

import dev.clipcoder.classify.Classification.Prediction;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.embedding.Softmax;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.image.Region;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TextEmbeddings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Classifies a picture by the cosines of its embedding with those of the labels' texts. */
public final class ClassifyService {

  private final Intake intake;
  private final ImageReader reader;
  private final ImageEncoder encoder;
  private final TextEmbeddings texts;
  private final ModelDescription model;
  private final Timer scoring;

  ClassifyService(
      Intake intake,
      ImageReader reader,
      ImageEncoder encoder,
      TextEmbeddings texts,
      ModelDescription model,
      MeterRegistry meters) {
    this.intake = intake;
    this.reader = reader;
    this.encoder = encoder;
    this.texts = texts;
    this.model = model;
    this.scoring = Timer.builder("clipcoder.score")
        .description("Comparing pictures with labels")
        .register(meters);
  }

  /**
   * Answers within the time limit, or fails. Blocks: for virtual threads.
   *
   * @throws dev.clipcoder.image.ImageException if the bytes are no picture that can be read
   * @throws dev.clipcoder.encoder.EncoderException if the encoder cannot answer, or not in time
   * @throws TextTooLongException if a text is too long and must not be cut
   * @throws WrongDimensionException if the given embedding is not of this model
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
      CompletableFuture<List<EncodedText>> encoding = encodeTexts(request, work);
      List<Embedding> seen = viewing.await();
      List<EncodedText> encoded = work.await(encoding);
      long start = System.nanoTime();
      List<Classification> classifications = score(request, picture.regions(), seen, encoded);
      return result(request, classifications, encoded, viewing.timings(recordScoring(start)));
    }
  }

  private ClassifyResult classifyKnown(
      Embedding embedding, ClassifyRequest request, Caller caller) {
    if (embedding.dimension() != model.dimension()) {
      throw new WrongDimensionException(embedding.dimension(), model.dimension());
    }
    try (Work work = intake.admit(0, caller)) {
      List<EncodedText> encoded = work.await(encodeTexts(request, work));
      long start = System.nanoTime();
      List<Classification> classifications = score(request, List.of(), List.of(embedding), encoded);
      return result(request, classifications, encoded, new Timings(0, 0, 0, recordScoring(start)));
    }
  }

  private CompletableFuture<List<EncodedText>> encodeTexts(ClassifyRequest request, Work work) {
    List<String> sentences =
        request.labels().values().stream().map(request.template()::textOf).toList();
    return work.begin(texts.embed(sentences, work.deadline()));
  }

  private ClassifyResult result(
      ClassifyRequest request,
      List<Classification> classifications,
      List<EncodedText> encoded,
      Timings timings) {
    List<TruncatedText> truncated = TruncatedText.among(
        request.labels().values(), encoded, request.truncate(), model.contextLength());
    return new ClassifyResult(classifications, truncated, timings);
  }

  private List<Classification> score(
      ClassifyRequest request,
      List<Region> regions,
      List<Embedding> seen,
      List<EncodedText> encoded) {
    EmbeddingMatrix matrix =
        EmbeddingMatrix.of(encoded.stream().map(EncodedText::embedding).toList());
    List<Classification> classifications = new ArrayList<>(seen.size());
    for (int i = 0; i < seen.size(); i++) {
      @Nullable Region region = regions.isEmpty() ? null : regions.get(i);
      classifications.add(classification(request, matrix, seen.get(i), region));
    }
    return classifications;
  }

  private Classification classification(
      ClassifyRequest request, EmbeddingMatrix matrix, Embedding seen, @Nullable Region region) {
    double[] cosines = matrix.cosines(seen);
    double[] probabilities = Softmax.of(cosines, model.logitScale());
    List<String> labels = request.labels().values();
    List<Prediction> best = IntStream.range(0, cosines.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> cosines[i]).reversed())
        .limit(request.topK())
        .map(i -> new Prediction(labels.get(i), cosines[i], probabilities[i]))
        .toList();
    return new Classification(best.getFirst().label(), best, seen, region);
  }

  private long recordScoring(long start) {
    long nanos = System.nanoTime() - start;
    scoring.record(nanos, TimeUnit.NANOSECONDS);
    return nanos;
  }
}
