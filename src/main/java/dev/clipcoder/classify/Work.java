package dev.clipcoder.classify;

import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.DeadlineExceededException;
import dev.clipcoder.encoder.EncoderUnavailableException;
import dev.clipcoder.encoder.Urgency;
import dev.clipcoder.tracing.Trace;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All that one request has under way. Closing it, on every path, takes back what has not begun and nobody else waits
 * for: so a request that fails, is too late or is abandoned leaves nothing behind.
 */
final class Work implements AutoCloseable {

  /** How often to look whether the caller is still there: far below what a person or a load balancer notices. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Places places;
  private final Duration limit;
  private final Deadline deadline;
  private final Caller caller;
  private final Counter abandoned;
  private final Urgency urgency;
  private final Trace trace;
  private final List<CompletableFuture<?>> begun = new ArrayList<>();

  /**
   * @param places where its pictures get their place
   * @param limit how long the caller waits, from now
   * @param abandoned counts callers that hung up
   * @param urgency whether somebody waits for just this
   * @param trace what it is part of
   */
  Work(
      Places places,
      Duration limit,
      Caller caller,
      Counter abandoned,
      Urgency urgency,
      Trace trace) {
    this.places = places;
    this.limit = limit;
    this.deadline = Deadline.in(limit);
    this.caller = caller;
    this.abandoned = abandoned;
    this.urgency = urgency;
    this.trace = trace;
  }

  Trace trace() {
    return trace;
  }

  Deadline deadline() {
    return deadline;
  }

  Urgency urgency() {
    return urgency;
  }

  /**
   * A place for that many pictures or parts of pictures. Waits for one if nobody waits for just this.
   *
   * @throws dev.clipcoder.encoder.EncoderException if there is none
   */
  Place admit(int items) {
    return places.admit(items);
  }

  /** Remembers what has begun, to take it back when the work is closed first. */
  <T> CompletableFuture<T> begin(CompletableFuture<T> future) {
    begun.add(future);
    return future;
  }

  /**
   * Waits for something that has begun.
   *
   * @throws DeadlineExceededException if it takes too long
   * @throws CallerGoneException if the caller hangs up meanwhile
   */
  <T> T await(CompletableFuture<T> future) {
    while (true) {
      try {
        return future.get(
            Math.clamp(deadline.remainingNanos(), 0, LOOK_NANOS), TimeUnit.NANOSECONDS);
      } catch (TimeoutException notYet) {
        giveUpIfInVain();
      } catch (ExecutionException failed) {
        throw reason(failed);
      } catch (CancellationException withdrawn) {
        // Not by this request, which waits for it.
        throw new EncoderUnavailableException("The service is shutting down.", withdrawn);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new EncoderUnavailableException("The service is shutting down.", stopped);
      }
    }
  }

  private void giveUpIfInVain() {
    if (deadline.hasPassed()) {
      throw new DeadlineExceededException(
          "No answer within %s s. Send fewer items, or try when there is less to do."
              .formatted(limit.toMillis() / 1000.0));
    }
    if (caller.isGone()) {
      abandoned.increment();
      throw new CallerGoneException();
    }
  }

  private static RuntimeException reason(ExecutionException failed) {
    return switch (failed.getCause()) {
      case Error error -> throw error;
      case RuntimeException reason -> reason;
      case null, default -> new IllegalStateException(failed);
    };
  }

  @Override
  public void close() {
    begun.forEach(future -> future.cancel(true));
  }
}
