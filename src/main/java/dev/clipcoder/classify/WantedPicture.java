package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.encoder.Urgency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One picture that one request wants, whole or in parts, and where each part comes from. Used by one thread. */
final class WantedPicture {

  private final Subject.Picture picture;
  private final Urgency urgency;

  /** In the order of the regions, repetitions included. */
  private final List<PictureKey> keys;

  private final Set<PictureKey> missing;
  private final Map<PictureKey, CompletableFuture<Glimpse>> parts = new HashMap<>();
  private final List<PictureFlight> flights = new ArrayList<>();
  private final CompletableFuture<List<Glimpse>> result = new CompletableFuture<>();

  WantedPicture(Subject.Picture picture, PictureName name, Urgency urgency) {
    this.picture = picture;
    this.urgency = urgency;
    this.keys = picture.regions().isEmpty()
        ? List.of(new PictureKey(name, null))
        : picture.regions().stream().map(region -> new PictureKey(name, region)).toList();
    this.missing = new LinkedHashSet<>(keys);
    CompletableFuture<?> _ = result.whenComplete((_, _) -> flights.forEach(PictureFlight::leave));
  }

  /** What is seen, in the order of the regions. Cancelling it leaves what others wait for untouched. */
  CompletableFuture<List<Glimpse>> result() {
    return result;
  }

  /** How many parts have come from nowhere yet. */
  int missing() {
    return missing.size();
  }

  /** Takes what is remembered. */
  void recall(Function<PictureKey, @Nullable Embedding> memory) {
    missing.removeIf(key -> {
      Embedding embedding = memory.apply(key);
      if (embedding == null) {
        return false;
      }
      parts.put(key, CompletableFuture.completedFuture(Glimpse.remembered(embedding)));
      return true;
    });
  }

  /** Waits with others for what is under way for them. */
  void join(Map<PictureKey, PictureFlight> underWay) {
    missing.removeIf(key -> {
      PictureFlight flight = underWay.get(key);
      if (flight == null || !flight.join(urgency)) {
        return false;
      }
      waitFor(key, flight);
      flights.add(flight);
      return true;
    });
  }

  /** Has a flight for all that is missing; empty if nothing is. */
  Stream<PictureFlight> begin(PictureEmbeddings owner, Place place) {
    if (missing.isEmpty()) {
      return Stream.empty();
    }
    PictureFlight flight = new PictureFlight(owner, picture, missing, place.share(), urgency);
    flights.add(flight);
    missing.forEach(key -> waitFor(key, flight));
    missing.clear();
    return Stream.of(flight);
  }

  private void waitFor(PictureKey key, PictureFlight flight) {
    parts.put(key, flight.part(key));
  }

  /** Has the result come when all parts have; nothing may be missing. */
  void conclude() {
    CompletableFuture<?>[] all = parts.values().toArray(CompletableFuture<?>[]::new);
    CompletableFuture<?> _ = CompletableFuture.allOf(all).whenComplete((_, failure) -> {
      if (failure == null) {
        result.complete(keys.stream()
            .map(key -> Objects.requireNonNull(parts.get(key)).join())
            .toList());
      } else {
        result.completeExceptionally(PictureFlight.cause(failure));
      }
    });
  }
}
