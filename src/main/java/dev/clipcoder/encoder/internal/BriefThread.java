package dev.clipcoder.encoder.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Work of the engine on a thread that ends. OpenMP's helpers belong to the thread that called for them, and go with it;
 * while there are more of them than processors, all wait asleep between the parts of a computation, not spinning, which
 * doubles the time of a single picture.
 */
final class BriefThread {

  private BriefThread() {}

  /** What the work gives; throws what it throws. */
  static <T> T run(String name, Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread.ofPlatform().name(name).start(() -> {
      try {
        answer.complete(work.get());
      } catch (Throwable e) { // errors too: somebody waits for the answer
        answer.completeExceptionally(e);
      }
    });
    try {
      return answer.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }
}
