package dev.clipcoder.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a text by its last word without the full stop, so that "a photo of a cat." is where a picture of a cat
 * is. A token is a word. Can be held back, to look at what happens meanwhile.
 */
public final class FixedTextEncoder implements TextEncoder {

  public static final int CONTEXT_LENGTH = 20;

  private final ConcurrentLinkedQueue<String> encoded = new ConcurrentLinkedQueue<>();
  private final List<Held> held = new ArrayList<>();
  private boolean holding;
  private @Nullable RuntimeException failure;

  private record Held(CompletableFuture<List<EncodedText>> future, List<String> texts) {}

  @Override
  public synchronized CompletableFuture<List<EncodedText>> encode(
      List<String> texts, Deadline deadline, Urgency urgency) {
    encoded.addAll(texts);
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    if (!holding) {
      return CompletableFuture.completedFuture(encodeAll(texts));
    }
    CompletableFuture<List<EncodedText>> future = new CompletableFuture<>();
    held.add(new Held(future, List.copyOf(texts)));
    return future;
  }

  private static List<EncodedText> encodeAll(List<String> texts) {
    return texts.stream().map(FixedTextEncoder::encodeOne).toList();
  }

  private static EncodedText encodeOne(String text) {
    String last = text.substring(text.lastIndexOf(' ') + 1);
    String word = last.endsWith(".") ? last.substring(0, last.length() - 1) : last;
    int tokens = (int) text.chars().filter(character -> character == ' ').count() + 3;
    return new EncodedText(FixedEmbeddings.of(word), tokens, tokens > CONTEXT_LENGTH);
  }

  /** Every text that was asked for, again and again if it was asked for again. */
  public List<String> encoded() {
    return List.copyOf(encoded);
  }

  public synchronized void hold() {
    holding = true;
  }

  public synchronized List<CompletableFuture<List<EncodedText>>> heldBack() {
    return held.stream().map(Held::future).toList();
  }

  public void release() {
    List<Held> released;
    synchronized (this) {
      holding = false;
      released = List.copyOf(held);
      held.clear();
    }
    released.forEach(one -> one.future().complete(encodeAll(one.texts())));
  }

  public synchronized void failWith(@Nullable RuntimeException failure) {
    this.failure = failure;
  }

  public synchronized void reset() {
    release();
    encoded.clear();
    failure = null;
  }
}
