package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.encoder.Encoded;
import dev.clipcoder.encoder.EncoderUnavailableException;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.encoder.Pixels;
import dev.clipcoder.image.ImageException;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.image.Region;
import dev.clipcoder.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** Pictures on their way to embeddings: decoded and preprocessed on one pool, encoded on the device. */
final class Viewing {

  private final List<CompletableFuture<List<Pixels>>> decoding = new ArrayList<>();
  private final ImageEncoder encoder;
  private final Work work;
  private final long start = System.nanoTime();
  private long decodeNanos;
  private long queueNanos;
  private long encodeNanos;

  /**
   * Begins with all pictures.
   *
   * @throws ImageException if the header of the only picture shows that it cannot be read
   * @throws FaultyPictureException if that is so for one of several
   */
  Viewing(List<Subject.Picture> pictures, ImageReader reader, ImageEncoder encoder, Work work) {
    this.encoder = encoder;
    this.work = work;
    for (Subject.Picture picture : pictures) {
      try {
        decoding.add(work.begin(
            reader.read(picture.bytes(), image -> preprocess(image, picture.regions()))));
      } catch (ImageException reason) {
        throw fault(decoding.size(), pictures.size(), reason);
      } catch (RejectedExecutionException closed) {
        throw new EncoderUnavailableException("The service is shutting down.", closed);
      }
    }
  }

  /** Done when no picture waits for the pool or is with it any more. */
  CompletableFuture<Void> prepared() {
    return CompletableFuture.allOf(decoding.toArray(CompletableFuture<?>[]::new));
  }

  private List<Pixels> preprocess(RgbImage image, List<Region> regions) {
    return regions.isEmpty()
        ? List.of(encoder.preprocess(image))
        : regions.stream().map(region -> encoder.preprocess(image.crop(region))).toList();
  }

  /** Waits for the embeddings: in the order of the pictures, and of the regions within each. */
  List<Embedding> await() {
    List<CompletableFuture<Encoded>> encoding = new ArrayList<>();
    for (int i = 0; i < decoding.size(); i++) {
      for (Pixels input : awaitInputs(i)) {
        encoding.add(work.begin(encoder.encode(input, work.deadline(), work.urgency())));
      }
    }
    decodeNanos = System.nanoTime() - start;
    List<Embedding> embeddings = new ArrayList<>(encoding.size());
    for (CompletableFuture<Encoded> future : encoding) {
      Encoded encoded = work.await(future);
      queueNanos = Math.max(queueNanos, encoded.queueNanos());
      encodeNanos = Math.max(encodeNanos, encoded.encodeNanos());
      embeddings.add(encoded.embedding());
    }
    return embeddings;
  }

  private List<Pixels> awaitInputs(int index) {
    try {
      return work.await(decoding.get(index));
    } catch (ImageException reason) {
      throw fault(index, decoding.size(), reason);
    }
  }

  private static RuntimeException fault(int index, int pictures, ImageException reason) {
    return pictures == 1 ? reason : new FaultyPictureException(index, reason);
  }

  /** Where the time went, once all are there. */
  Timings timings(long scoreNanos) {
    return new Timings(decodeNanos, queueNanos, encodeNanos, scoreNanos);
  }
}
