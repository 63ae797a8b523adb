package dev.clipcoder.classify;

import dev.clipcoder.classify.CoderResult.Described;
import dev.clipcoder.labelset.LabelSetReference;
import dev.clipcoder.labelset.LabelSetVersion;
import dev.clipcoder.labelset.LabelSets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Pictures to CODER vectors: their similarities to the texts of a label set. */
public final class CoderService {

  private final Intake intake;
  private final Sight.Eyes eyes;
  private final LabelSets sets;
  private final CoderSpaces spaces;
  private final Timer describing;

  CoderService(
      Intake intake, Sight.Eyes eyes, LabelSets sets, CoderSpaces spaces, MeterRegistry meters) {
    this.intake = intake;
    this.eyes = eyes;
    this.sets = sets;
    this.spaces = spaces;
    this.describing = Timer.builder("clipcoder.describe")
        .description("Making CODER vectors of embeddings")
        .register(meters);
  }

  /**
   * Answers within the time limit, or fails. Blocks: for virtual threads.
   *
   * @throws dev.clipcoder.image.ImageException if the bytes are no picture that can be read
   * @throws dev.clipcoder.encoder.EncoderException if the encoder cannot answer, or not in time
   * @throws dev.clipcoder.labelset.LabelSetException if the label set is not there or cannot serve
   * @throws UnknownLabelException if a label of the pair is none of the set
   * @throws ImpossibleSelectionException if the set has none of the selected texts
   * @throws WrongDimensionException if the given embedding is not of this model
   * @throws CallerGoneException if the caller hung up
   */
  public CoderResult describe(CoderRequest request, Caller caller) {
    LabelSetVersion version = sets.serve(request.labelSet()).version();
    try (Work work = intake.begin(caller);
        Holds holds = new Holds()) {
      Sight sight = eyes.look(request.subject(), work);
      LabelSetReference pinned = new LabelSetReference(version.id(), version.version());
      Describer describer =
          work.await(spaces.get(pinned, request.selection(), request.compact(), holds));
      List<Sight.Seen> seen = sight.await();
      long start = System.nanoTime();
      List<Described> vectors = seen.stream()
          .map(one -> new Described(
              describer.describe(one.embedding(), request.normalize(), work), one.region()))
          .toList();
      long nanos = System.nanoTime() - start;
      work.trace().stage("score", start, start + nanos);
      describing.record(nanos, TimeUnit.NANOSECONDS);
      return new CoderResult(
          version,
          describer.space().sha256(),
          describer.space().texts(),
          vectors,
          describer.truncated(),
          sight.timings(nanos),
          sight.cacheUse());
    }
  }
}
