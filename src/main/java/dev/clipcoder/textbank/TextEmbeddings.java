package dev.clipcoder.textbank;

import com.github.benmanes.caffeine.cache.Cache;
import dev.clipcoder.encoder.Admission;
import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.DeadlineExceededException;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.EncoderOverloadedException;
import dev.clipcoder.encoder.TextEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Texts to embeddings, each encoded once. What is neither remembered nor being fetched for somebody else starts a
 * {@link Flight}, which looks into the database and encodes the rest; whoever wants one of its texts meanwhile joins it. A flight is cancelled only when all who wait
 * for it have gone, and a flight that failed for a reason of the caller who began it (an earlier deadline, hanging
 * up) is begun anew by those whose reason it is not.
 */
public final class TextEmbeddings {

  private final TextEncoder encoder;
  private final Admission admission;
  private final Cache<String, EncodedText> remembered;
  private final TextLookup stored;
  private final Lock lock = new ReentrantLock();

  /** By text; guarded by the lock. A text is here or remembered, never in neither while it is being encoded. */
  private final Map<String, Flight> flights = new HashMap<>();

  TextEmbeddings(
      TextEncoder encoder,
      Admission admission,
      Cache<String, EncodedText> remembered,
      TextLookup stored) {
    this.encoder = encoder;
    this.admission = admission;
    this.remembered = remembered;
    this.stored = stored;
  }

  /**
   * The embeddings of the texts, in their order. Texts that are not in memory count in the admission.
   *
   * @return fails with an {@link dev.clipcoder.encoder.EncoderException}; cancelling it leaves what others wait
   *     for untouched
   * @throws EncoderOverloadedException if there is no room for those that must be encoded
   */
  public CompletableFuture<List<EncodedText>> embed(List<String> texts, Deadline deadline) {
    Wanted wanted = new Wanted(texts);
    Flight own;
    try {
      own = wanted.collect();
    } catch (EncoderOverloadedException refused) {
      wanted.flights.forEach(Flight::leave);
      throw refused;
    }
    if (own != null) {
      own.start(deadline);
    }
    CompletableFuture<List<EncodedText>> result = new CompletableFuture<>();
    CompletableFuture<?>[] parts = wanted.parts.values().toArray(CompletableFuture<?>[]::new);
    CompletableFuture<?> _ = CompletableFuture.allOf(parts).whenComplete((_, failure) -> {
      if (failure == null) {
        result.complete(texts.stream().map(wanted::part).toList());
      } else if (wanted.joined && isReasonOfAnother(failure) && !deadline.hasPassed()) {
        embedAgain(texts, deadline, result);
      } else {
        result.completeExceptionally(cause(failure));
      }
    });
    CompletableFuture<?> _ = result.whenComplete((_, _) -> wanted.flights.forEach(Flight::leave));
    return result;
  }

  private void embedAgain(
      List<String> texts, Deadline deadline, CompletableFuture<List<EncodedText>> result) {
    if (result.isDone()) {
      return;
    }
    try {
      CompletableFuture<List<EncodedText>> again = embed(texts, deadline);
      CompletableFuture<?> _ = result.whenComplete((_, _) -> again.cancel(true));
      CompletableFuture<?> _ = again.whenComplete((encoded, failure) -> {
        if (failure == null) {
          result.complete(encoded);
        } else {
          result.completeExceptionally(cause(failure));
        }
      });
    } catch (RuntimeException refused) {
      result.completeExceptionally(refused);
    }
  }

  private static boolean isReasonOfAnother(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof DeadlineExceededException || cause instanceof CancellationException;
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Called by a flight for every text that has arrived: from now on it is remembered. */
  void arrived(Flight flight, String text, EncodedText encoded) {
    lock.lock();
    try {
      remembered.put(text, encoded);
      flights.remove(text, flight);
    } finally {
      lock.unlock();
    }
  }

  /** Called by a flight that ended early: nobody can join it any more. */
  void ended(Flight flight, Set<String> texts) {
    lock.lock();
    try {
      texts.forEach(text -> flights.remove(text, flight));
    } finally {
      lock.unlock();
    }
  }

  /** What one caller waits for. */
  private final class Wanted {

    private final Set<String> texts;
    private final Map<String, CompletableFuture<EncodedText>> parts = new HashMap<>();
    private final Set<Flight> flights = new HashSet<>();
    private boolean joined;

    Wanted(List<String> texts) {
      this.texts = new LinkedHashSet<>(texts);
    }

    /** Finds every text in memory, in a flight under way, or in a new one: that is returned, not yet started. */
    @Nullable
    Flight collect() {
      lock.lock();
      try {
        List<String> missing = new ArrayList<>();
        for (String text : texts) {
          EncodedText encoded = remembered.getIfPresent(text);
          Flight flight = TextEmbeddings.this.flights.get(text);
          if (encoded != null) {
            parts.put(text, CompletableFuture.completedFuture(encoded));
          } else if (flight != null && (flights.contains(flight) || flight.join())) {
            flights.add(flight);
            parts.put(text, flight.part(text));
            joined = true;
          } else {
            missing.add(text);
          }
        }
        return missing.isEmpty() ? null : begin(missing);
      } finally {
        lock.unlock();
      }
    }

    EncodedText part(String text) {
      return Objects.requireNonNull(parts.get(text)).join();
    }

    private Flight begin(List<String> missing) {
      Flight flight = new Flight(TextEmbeddings.this, stored, encoder, admission, missing);
      for (String text : missing) {
        TextEmbeddings.this.flights.put(text, flight);
        parts.put(text, flight.part(text));
      }
      flights.add(flight);
      return flight;
    }
  }
}
