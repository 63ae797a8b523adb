package dev.clipcoder.classify;

import com.github.benmanes.caffeine.cache.Cache;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.image.ImageReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Pictures to embeddings, each decoded and encoded once while it is remembered. What is neither remembered nor under
 * way for somebody else starts a {@link PictureFlight}, which needs a place; what is remembered needs nothing, so it is
 * looked for first.
 */
final class PictureEmbeddings {

  private final PictureNames names;
  private final Cache<PictureKey, Embedding> remembered;
  private final ImageReader reader;
  private final ImageEncoder encoder;
  private final Lock lock = new ReentrantLock();

  /** Guarded by the lock. A part is here or remembered, never in neither while it is being encoded. */
  private final Map<PictureKey, PictureFlight> flights = new HashMap<>();

  PictureEmbeddings(
      PictureNames names,
      Cache<PictureKey, Embedding> remembered,
      ImageReader reader,
      ImageEncoder encoder) {
    this.names = names;
    this.remembered = remembered;
    this.reader = reader;
    this.encoder = encoder;
  }

  /**
   * Begins with the pictures, all of them or none. May wait for a place where the work is one of a batch.
   *
   * @return for each picture what is seen in it, in the order of its regions; fails with an
   *     {@link dev.clipcoder.image.ImageException} or an {@link dev.clipcoder.encoder.EncoderException}, at once where
   *     the header tells. Closing the work cancels it
   * @throws dev.clipcoder.encoder.EncoderException if there is no place for those that have to be encoded
   */
  List<CompletableFuture<List<Glimpse>>> get(List<Subject.Picture> pictures, Work work) {
    List<WantedPicture> wanted = pictures.stream()
        .map(picture -> new WantedPicture(picture, name(picture), work.urgency()))
        .toList();
    wanted.forEach(one -> one.recall(remembered::getIfPresent));
    if (missing(wanted) > 0) {
      for (WantedPicture one : wanted) {
        CompletableFuture<?> _ = work.begin(one.result());
      }
      encode(wanted, work);
    }
    wanted.forEach(WantedPicture::conclude);
    return wanted.stream().map(WantedPicture::result).toList();
  }

  /** What is kept in memory. */
  Cache<PictureKey, Embedding> remembered() {
    return remembered;
  }

  /** How many pictures or parts of pictures are under way. */
  int underWay() {
    lock.lock();
    try {
      return flights.size();
    } finally {
      lock.unlock();
    }
  }

  private PictureName name(Subject.Picture picture) {
    return picture.isLookedAtAside() ? new PictureName.Unshared() : names.of(picture.bytes());
  }

  private static int missing(List<WantedPicture> wanted) {
    return wanted.stream().mapToInt(WantedPicture::missing).sum();
  }

  private void encode(List<WantedPicture> wanted, Work work) {
    locked(() -> wanted.forEach(this::joinOthers));
    int missing = missing(wanted);
    if (missing == 0) {
      return;
    }
    Place place = work.admit(missing);
    List<PictureFlight> own = new ArrayList<>();
    try (Place.Share _ = place.share()) {
      // The place may have been long in coming: look again.
      locked(() -> wanted.forEach(one -> {
        joinOthers(one);
        one.begin(this, place).forEach(flight -> {
          flight.keys().forEach(key -> flights.put(key, flight));
          own.add(flight);
        });
      }));
      own.forEach(flight -> flight.start(reader, encoder));
    }
  }

  private void joinOthers(WantedPicture wanted) {
    wanted.recall(key -> remembered.policy().getIfPresentQuietly(key));
    wanted.join(flights);
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Called by a flight that has arrived: from now on its parts are remembered. */
  void arrived(PictureFlight flight, Map<PictureKey, Glimpse> arrived) {
    locked(() -> {
      arrived.forEach((key, glimpse) -> remember(key, glimpse.embedding()));
      forget(flight);
    });
  }

  private void remember(PictureKey key, Embedding embedding) {
    if (key.name() instanceof PictureName.Content) {
      remembered.put(key, embedding);
    }
  }

  /** Called by a flight that is over: nobody can join it any more. */
  void ended(PictureFlight flight) {
    locked(() -> forget(flight));
  }

  private void forget(PictureFlight flight) {
    flight.keys().forEach(key -> flights.remove(key, flight));
  }
}
