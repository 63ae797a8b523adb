package dev.clipcoder.classify;

import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.Encoded;
import dev.clipcoder.encoder.EncoderUnavailableException;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.encoder.Pixels;
import dev.clipcoder.encoder.Urgency;
import dev.clipcoder.image.Detail;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.image.RgbImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/**
 * One picture, or some parts of it, on the way through decoder and device, with everyone who waits for it. It belongs
 * to all of them alike: it has no deadline, since each of them has its own and leaves when that has passed, and when
 * the last has left, what has not begun is taken back.
 */
final class PictureFlight {

  private final PictureEmbeddings owner;
  private final Subject.Picture picture;
  private final Place.Share place;
  private final Urgency urgency;
  private final Map<PictureKey, CompletableFuture<Glimpse>> parts = new LinkedHashMap<>();

  /** Guarded by this, as is {@link #underWay}. None are left: nobody can join any more. */
  private int waiting = 1;

  private List<? extends CompletableFuture<?>> underWay = List.of();

  /**
   * @param keys what is wanted of the picture
   * @param urgency of the one who begins it
   */
  PictureFlight(
      PictureEmbeddings owner,
      Subject.Picture picture,
      Collection<PictureKey> keys,
      Place.Share place,
      Urgency urgency) {
    this.owner = owner;
    this.picture = picture;
    this.place = place;
    this.urgency = urgency;
    keys.forEach(key -> parts.put(key, new CompletableFuture<>()));
  }

  Set<PictureKey> keys() {
    return parts.keySet();
  }

  /** What will be there when this part, one of the flight's, has been encoded. Not to be cancelled. */
  CompletableFuture<Glimpse> part(PictureKey key) {
    CompletableFuture<Glimpse> part = parts.get(key);
    if (part == null) {
      throw new IllegalArgumentException("Not a part of this flight");
    }
    return part;
  }

  /** One more waits; false if the flight is over, or would keep somebody in a hurry waiting behind everybody else. */
  synchronized boolean join(Urgency joining) {
    if (waiting == 0 || (joining == Urgency.INTERACTIVE && urgency == Urgency.BULK)) {
      return false;
    }
    waiting++;
    return true;
  }

  /** One fewer waits: to be called once by whoever began or joined. */
  void leave() {
    List<? extends CompletableFuture<?>> abandoned;
    synchronized (this) {
      if (--waiting > 0) {
        return;
      }
      abandoned = underWay;
    }
    abort(abandoned, new CancellationException("Nobody waits for this picture any more"));
  }

  /** Checks the picture's header on the calling thread; the rest goes on by itself. */
  void start(ImageReader reader, ImageEncoder encoder) {
    long begun = System.nanoTime();
    CompletableFuture<Decoded> decoding = decode(reader, encoder, begun);
    follow(List.of(decoding));
    CompletableFuture<?> _ = decoding.whenComplete((decoded, failure) -> {
      place.decoded();
      if (failure != null) {
        fail(cause(failure));
      } else {
        encode(decoded, encoder);
      }
    });
  }

  /** What the network takes, for each part, and when it came to be. */
  private record Decoded(List<Pixels> inputs, Glimpse.Decoding times) {}

  private CompletableFuture<Decoded> decode(ImageReader reader, ImageEncoder encoder, long begun) {
    try {
      return reader.read(
          picture.bytes(), detail(encoder), image -> preprocess(image, encoder, begun));
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.failedFuture(
          new EncoderUnavailableException("The service is shutting down.", closed));
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /** Every part has to be ample; who looks aside may want more than the network does. */
  private Detail detail(ImageEncoder encoder) {
    if (picture.isLookedAtAside()) {
      return Detail.ALL;
    }
    return (width, height) -> parts.keySet().stream()
        .map(PictureKey::region)
        .allMatch(region -> region == null
            ? encoder.isAmple(width, height)
            : encoder.isAmple((int) (region.width() * width), (int) (region.height() * height)));
  }

  private Decoded preprocess(RgbImage image, ImageEncoder encoder, long begun) {
    long decoded = System.nanoTime();
    picture.lookAside(image);
    List<Pixels> inputs = parts.keySet().stream()
        .map(key -> encoder.preprocess(key.region() == null ? image : image.crop(key.region())))
        .toList();
    return new Decoded(inputs, new Glimpse.Decoding(begun, decoded, System.nanoTime()));
  }

  private void encode(Decoded decoded, ImageEncoder encoder) {
    long submitted = System.nanoTime();
    List<CompletableFuture<Encoded>> encoding = new ArrayList<>(decoded.inputs().size());
    try {
      decoded
          .inputs()
          .forEach(input -> encoding.add(encoder.encode(input, Deadline.NONE, urgency)));
    } catch (RuntimeException refused) {
      abort(encoding, refused);
      return;
    }
    follow(encoding);
    // The first that fails ends it; otherwise the last that arrives does.
    for (CompletableFuture<Encoded> one : encoding) {
      CompletableFuture<?> _ = one.whenComplete((_, failure) -> {
        if (failure != null) {
          abort(encoding, cause(failure));
        }
      });
    }
    CompletableFuture<?> _ = CompletableFuture.allOf(encoding.toArray(CompletableFuture<?>[]::new))
        .thenRun(() -> arrive(encoding, decoded.times(), submitted));
  }

  private void abort(List<? extends CompletableFuture<?>> begun, Throwable reason) {
    fail(reason);
    begun.forEach(future -> future.cancel(true));
  }

  /** Remembers what is under way, to take it back when nobody waits for it; perhaps nobody does by now. */
  private void follow(List<? extends CompletableFuture<?>> begun) {
    synchronized (this) {
      if (waiting > 0) {
        underWay = begun;
        return;
      }
    }
    begun.forEach(future -> future.cancel(true));
  }

  private void arrive(
      List<CompletableFuture<Encoded>> encoding, Glimpse.Decoding times, long submitted) {
    Map<PictureKey, Glimpse> arrived = new LinkedHashMap<>();
    for (PictureKey key : parts.keySet()) {
      Encoded encoded = encoding.get(arrived.size()).join();
      arrived.put(
          key,
          new Glimpse(
              encoded.embedding(),
              new Glimpse.Course(times, submitted, encoded.queueNanos(), encoded.encodeNanos())));
    }
    // First the room, then the answer: who is woken by it may send the next picture at once.
    place.close();
    owner.arrived(this, arrived);
    arrived.forEach((key, glimpse) -> part(key).complete(glimpse));
  }

  private void fail(Throwable failure) {
    place.close();
    owner.ended(this);
    parts.values().forEach(part -> part.completeExceptionally(failure));
  }

  /** What really failed, without what futures wrap around it. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
