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

  private final List<CompletableFuture<Encoded>> held = new ArrayList<>();
  private final Set<Urgency> urgencies = EnumSet.noneOf(Urgency.class);
  private boolean holding;
  private @Nullable RuntimeException failure;

  @Override
  public Pixels preprocess(RgbImage image) {
    ByteBuffer pixels = image.pixels();
    byte[] values = new byte[3 * SIZE * SIZE];
    pixels.get(values, 0, Math.min(values.length, pixels.remaining()));
    return new Pixels(values, SIZE);
  }

  @Override
  public synchronized CompletableFuture<Encoded> encode(
      Pixels pixels, Deadline deadline, Urgency urgency) {
    urgencies.add(urgency);
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    if (holding) {
      CompletableFuture<Encoded> future = new CompletableFuture<>();
      held.add(future);
      return future;
    }
    String word = new String(pixels.values(), StandardCharsets.UTF_8).replace("\0", "");
    return CompletableFuture.completedFuture(
        new Encoded(FixedEmbeddings.of(word), 1_500_000, 20_000_000));
  }

  /** With which urgency pictures came. */
  public synchronized Set<Urgency> urgencies() {
    return EnumSet.copyOf(urgencies);
  }

  public synchronized void hold() {
    holding = true;
  }

  public synchronized List<CompletableFuture<Encoded>> heldBack() {
    return List.copyOf(held);
  }

  public synchronized void failWith(@Nullable RuntimeException failure) {
    this.failure = failure;
  }

  public synchronized void reset() {
    holding = false;
    held.forEach(future -> future.cancel(true));
    held.clear();
    urgencies.clear();
    failure = null;
  }
}
