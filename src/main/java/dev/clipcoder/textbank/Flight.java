package dev.clipcoder.textbank;

import dev.clipcoder.encoder.Admission;
import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.TextEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Texts on their way through the encoder, with everyone who waits for one of them. A few texts at a time go to the
 * device, so that one caller's thousand labels do not stand in front of everybody else's picture, and the flight
 * counts in the admission as that many. When the last who waits has left, what has not begun is taken back.
 */
final class Flight {

  /** Texts of one caller that are with the encoder together, at most. */
  static final int AT_ONCE = 32;

  private final TextEmbeddings owner;
  private final TextLookup stored;
  private final TextEncoder encoder;
  private final Admission.Permit permit;
  private final List<String> texts;
  private final Map<String, CompletableFuture<EncodedText>> parts = new LinkedHashMap<>();

  /** Guarded by this, as is {@link #current}. None are left: the flight is over. */
  private int waiting = 1;

  private @Nullable CompletableFuture<?> current;

  Flight(
      TextEmbeddings owner,
      TextLookup stored,
      TextEncoder encoder,
      Admission admission,
      List<String> texts) {
    this.owner = owner;
    this.stored = stored;
    this.encoder = encoder;
    this.permit = admission.admit(Math.min(texts.size(), AT_ONCE));
    this.texts = List.copyOf(texts);
    texts.forEach(text -> parts.put(text, new CompletableFuture<>()));
  }

  /** What will be there when this text, one of the flight's, has been encoded. Not to be cancelled. */
  CompletableFuture<EncodedText> part(String text) {
    CompletableFuture<EncodedText> part = parts.get(text);
    if (part == null) {
      throw new IllegalArgumentException("Not a text of this flight");
    }
    return part;
  }

  /** One more waits; false if the flight is over. */
  synchronized boolean join() {
    if (waiting == 0) {
      return false;
    }
    waiting++;
    return true;
  }

  /** One fewer waits: to be called once by whoever began or joined. */
  void leave() {
    CompletableFuture<?> abandoned;
    synchronized (this) {
      if (--waiting > 0) {
        return;
      }
      abandoned = current;
    }
    fail(new CancellationException("Nobody waits for these texts any more"));
    if (abandoned != null) {
      abandoned.cancel(true);
    }
  }

  void start(Deadline deadline) {
    CompletableFuture<Map<String, EncodedText>> looking;
    synchronized (this) {
      if (waiting == 0) {
        return;
      }
      looking = stored.find(texts);
      current = looking;
    }
    CompletableFuture<?> _ = looking.whenComplete((found, failure) -> {
      if (failure != null) {
        fail(failure);
      } else {
        List<String> missing =
            texts.stream().filter(text -> !found.containsKey(text)).toList();
        arrive(found, missing.isEmpty());
        encode(missing, deadline);
      }
    });
  }

  private void encode(List<String> missing, Deadline deadline) {
    if (missing.isEmpty()) {
      return;
    }
    List<String> batch = missing.subList(0, Math.min(AT_ONCE, missing.size()));
    List<String> rest = missing.subList(batch.size(), missing.size());
    CompletableFuture<List<EncodedText>> encoding;
    synchronized (this) {
      if (waiting == 0) {
        return;
      }
      encoding = encoderFuture(batch, deadline);
      current = encoding;
    }
    CompletableFuture<?> _ = encoding.whenComplete((encoded, failure) -> {
      if (failure != null) {
        fail(failure);
      } else {
        arrive(byText(batch, encoded), rest.isEmpty());
        encode(rest, deadline);
      }
    });
  }

  private static Map<String, EncodedText> byText(List<String> batch, List<EncodedText> encoded) {
    Map<String, EncodedText> byText = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      byText.put(batch.get(i), encoded.get(i));
    }
    return byText;
  }

  private CompletableFuture<List<EncodedText>> encoderFuture(
      List<String> batch, Deadline deadline) {
    try {
      return encoder.encode(batch, deadline);
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private void arrive(Map<String, EncodedText> arrived, boolean last) {
    if (last) {
      permit.close();
    }
    arrived.forEach((text, encoded) -> owner.arrived(this, text, encoded));
    arrived.forEach((text, encoded) -> part(text).complete(encoded));
  }

  private void fail(Throwable failure) {
    permit.close();
    owner.ended(this, parts.keySet());
    parts.values().forEach(part -> part.completeExceptionally(failure));
  }
}
