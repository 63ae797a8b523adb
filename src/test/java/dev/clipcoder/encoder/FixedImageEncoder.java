package dev.clipcoder.encoder;

import dev.clipcoder.image.RgbImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Encodes a picture by the word in its pixels. Can be held back or made to fail. */
public final class FixedImageEncoder implements ImageEncoder {

  private static final int SIZE = 8;

  private final List<Held> held = new ArrayList<>();
  private final List<String> encoded = new ArrayList<>();
  private final Set<Urgency> urgencies = EnumSet.noneOf(Urgency.class);
  private boolean holding;
  private @Nullable RuntimeException failure;

  private record Held(CompletableFuture<Encoded> future, String word, Deadline deadline) {}

  @Override
  public Pixels preprocess(RgbImage image) {
    ByteBuffer pixels = image.pixels();
    byte[] values = new byte[3 * SIZE * SIZE];
    pixels.get(values, 0, Math.min(values.length, pixels.remaining()));
    return new Pixels(values, SIZE);
  }

  @Override
  public boolean isAmple(int width, int height) {
    return width >= 100 && height >= 100;
  }

  @Override
  public synchronized CompletableFuture<Encoded> encode(
      Pixels pixels, Deadline deadline, Urgency urgency) {
    urgencies.add(urgency);
    String word = new String(pixels.values(), StandardCharsets.UTF_8).replace("\0", "");
    encoded.add(word);
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    if (holding) {
      CompletableFuture<Encoded> future = new CompletableFuture<>();
      held.add(new Held(future, word, deadline));
      return future;
    }
    return CompletableFuture.completedFuture(encode(word));
  }

  private static Encoded encode(String word) {
    return new Encoded(FixedEmbeddings.of(word), 1_500_000, 20_000_000);
  }

  /** The word of every picture that was asked for, again and again if it was asked for again. */
  public synchronized List<String> encoded() {
    return List.copyOf(encoded);
  }

  /** Encodes what was held back, except, as the device does, what is too late by now. */
  public void release() {
    List<Held> released;
    synchronized (this) {
      holding = false;
      released = List.copyOf(held);
      held.clear();
    }
    for (Held one : released) {
      if (one.deadline().hasPassed()) {
        one.future().completeExceptionally(new DeadlineExceededException("late"));
      } else {
        one.future().complete(encode(one.word()));
      }
    }
  }

  /** With which urgency pictures came. */
  public synchronized Set<Urgency> urgencies() {
    return EnumSet.copyOf(urgencies);
  }

  public synchronized void hold() {
    holding = true;
  }

  public synchronized List<CompletableFuture<Encoded>> heldBack() {
    return held.stream().map(Held::future).toList();
  }

  public synchronized void failWith(@Nullable RuntimeException failure) {
    this.failure = failure;
  }

  public synchronized void reset() {
    holding = false;
    held.forEach(one -> one.future().cancel(true));
    held.clear();
    urgencies.clear();
    encoded.clear();
    failure = null;
  }
}
