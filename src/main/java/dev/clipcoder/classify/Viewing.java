package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.ImageException;
import dev.clipcoder.tracing.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;

/** Pictures of one request on their way to embeddings, as far as they are not remembered. */
final class Viewing {

  private final Work work;
  private final List<CompletableFuture<List<Glimpse>>> pictures;
  private final List<Glimpse> seen = new ArrayList<>();

  /**
   * Begins with all pictures.
   *
   * @throws ImageException if the header of the only picture shows that it cannot be read
   * @throws FaultyPictureException if that is so for one of several
   * @throws dev.clipcoder.encoder.EncoderException if there is no place for them
   */
  Viewing(List<Subject.Picture> pictures, PictureEmbeddings embeddings, Work work) {
    this.work = work;
    this.pictures = embeddings.get(pictures, work);
    for (int i = 0; i < this.pictures.size(); i++) {
      if (this.pictures.get(i).isCompletedExceptionally()) {
        await(i);
      }
    }
  }

  /** Waits for the embeddings: in the order of the pictures, and of the regions within each. */
  List<Embedding> await() {
    for (int i = 0; i < pictures.size(); i++) {
      seen.addAll(await(i));
    }
    tell(work.trace());
    return seen.stream().map(Glimpse::embedding).toList();
  }

  /** The parts of a picture were decoded once. */
  private void tell(Trace trace) {
    List<Glimpse.Course> courses =
        seen.stream().map(Glimpse::course).filter(Objects::nonNull).toList();
    courses.stream().map(Glimpse.Course::decoding).distinct().forEach(one -> one.tell(trace));
    courses.forEach(one -> one.tell(trace));
  }

  private List<Glimpse> await(int index) {
    try {
      return work.await(pictures.get(index));
    } catch (ImageException reason) {
      throw pictures.size() == 1 ? reason : new FaultyPictureException(index, reason);
    }
  }

  /** Where the time went, once all are there. */
  Timings timings(long scoreNanos) {
    return new Timings(
        longest(Glimpse::decodeNanos),
        longest(Glimpse::queueNanos),
        longest(Glimpse::encodeNanos),
        scoreNanos);
  }

  private long longest(ToLongFunction<Glimpse> nanos) {
    return seen.stream().mapToLong(nanos).max().orElse(0);
  }

  /** Whether all were remembered, once all are there. */
  CacheUse cacheUse() {
    return seen.stream().allMatch(Glimpse::isRemembered) ? CacheUse.HIT : CacheUse.MISS;
  }
}
