package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.fewshot.ExampleId;
import dev.clipcoder.fewshot.Keep;
import dev.clipcoder.fewshot.KeptPicture;
import dev.clipcoder.fewshot.NewExample;
import dev.clipcoder.image.Thumbnails;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes examples of pictures: encoded, and with what is to be kept of them. */
final class ExampleViewing {

  private final List<byte[]> pictures;
  private final Keep keep;
  private final AtomicReferenceArray<byte @Nullable []> thumbnails;
  private final Viewing viewing;

  /**
   * Begins with the pictures.
   *
   * @throws dev.clipcoder.image.ImageException if the header of the only one shows that it cannot be read
   * @throws FaultyPictureException if that is so for one of several
   */
  ExampleViewing(List<byte[]> pictures, Keep keep, PictureEmbeddings embeddings, Work work) {
    this.pictures = pictures;
    this.keep = keep;
    this.thumbnails = new AtomicReferenceArray<>(pictures.size());
    this.viewing = new Viewing(
        IntStream.range(0, pictures.size()).mapToObj(this::picture).toList(), embeddings, work);
  }

  /** A thumbnail is made while the pixels are there, so such a picture is decoded whatever is remembered of it. */
  private Subject.Picture picture(int index) {
    byte[] bytes = pictures.get(index);
    return keep == Keep.THUMBNAILS
        ? new Subject.Picture(bytes, image -> thumbnails.set(index, Thumbnails.jpeg(image)))
        : new Subject.Picture(bytes, List.of());
  }

  /** The examples, once their embeddings are there, in the order of the pictures. */
  List<NewExample> await(String label) {
    List<Embedding> embeddings = viewing.await();
    return IntStream.range(0, pictures.size())
        .mapToObj(
            i -> new NewExample(ExampleId.of(pictures.get(i)), label, embeddings.get(i), kept(i)))
        .toList();
  }

  private @Nullable KeptPicture kept(int index) {
    return switch (keep) {
      case EMBEDDINGS -> null;
      case THUMBNAILS ->
        new KeptPicture(Keep.THUMBNAILS, Objects.requireNonNull(thumbnails.get(index)));
      case ORIGINALS -> new KeptPicture(Keep.ORIGINALS, pictures.get(index));
    };
  }
}
