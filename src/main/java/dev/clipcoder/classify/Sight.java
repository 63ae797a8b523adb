package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.Region;
import dev.clipcoder.model.ModelDescription;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One subject on its way to embeddings: of the picture or each of its regions, or the one that was sent. */
sealed interface Sight {

  /** What is seen in the subject, in the order of its regions. Blocks. */
  List<Seen> await();

  /** Where the time went, once all is seen. */
  Timings timings(long scoreNanos);

  /** What was remembered, once all is seen. */
  CacheUse cacheUse();

  /**
   * A picture, or a part of it.
   *
   * @param region the part; null: the whole
   */
  record Seen(Embedding embedding, @Nullable Region region) {}

  /** Where subjects are looked at. */
  record Eyes(PictureEmbeddings embeddings, ModelDescription model) {

    /**
     * Begins with the subject.
     *
     * @throws dev.clipcoder.image.ImageException if the picture's header shows that it cannot be read
     * @throws dev.clipcoder.encoder.EncoderException if it has to be encoded and there is no place for it
     * @throws WrongDimensionException if the given embedding is not of this model
     */
    Sight look(Subject subject, Work work) {
      return switch (subject) {
        case Subject.Picture picture ->
          new OfPicture(new Viewing(List.of(picture), embeddings, work), picture.regions());
        case Subject.Known known -> {
          if (known.embedding().dimension() != model.dimension()) {
            throw new WrongDimensionException(known.embedding().dimension(), model.dimension());
          }
          yield new OfEmbedding(known.embedding());
        }
      };
    }
  }

  /** A picture that is being decoded and encoded. */
  record OfPicture(Viewing viewing, List<Region> regions) implements Sight {

    @Override
    public List<Seen> await() {
      List<Embedding> embeddings = viewing.await();
      return IntStream.range(0, embeddings.size())
          .mapToObj(i -> new Seen(embeddings.get(i), regions.isEmpty() ? null : regions.get(i)))
          .toList();
    }

    @Override
    public Timings timings(long scoreNanos) {
      return viewing.timings(scoreNanos);
    }

    @Override
    public CacheUse cacheUse() {
      return viewing.cacheUse();
    }
  }

  /** An embedding that needs no looking. */
  record OfEmbedding(Embedding embedding) implements Sight {

    @Override
    public List<Seen> await() {
      return List.of(new Seen(embedding, null));
    }

    @Override
    public Timings timings(long scoreNanos) {
      return new Timings(0, 0, 0, scoreNanos);
    }

    @Override
    public CacheUse cacheUse() {
      return CacheUse.NONE;
    }
  }
}
