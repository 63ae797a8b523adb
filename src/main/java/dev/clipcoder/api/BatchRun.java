package dev.clipcoder.api;

import dev.clipcoder.classify.Batch;
import dev.clipcoder.classify.Caller;
import dev.clipcoder.classify.ClassifyResult;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One batch from its first item to its last line. One thread does it all, since only the thread that serves a
 * connection may read from it: it takes an item where one has arrived, writes the line that is next where its item is
 * done, and otherwise waits a moment for either. So an answer does not wait for the rest of the body, and a body that
 * comes faster than it is worked on stays with the client.
 */
final class BatchRun {

  /** Bytes of lines under way, beyond which no further line is read: they wait in memory. */
  private static final long MOST_BYTES = 8L << 20;

  /** How long an answer may lie around because the thread waits for the body, or a line for the thread. */
  private static final long MOMENT_MILLIS = 10;

  /** How often to look whether the client is still there. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Batch batch;
  private final BatchSource source;
  private final BatchWriter writer;
  private final Caller caller;
  private final int mostUnderWay;
  private final BatchReader reader;
  private final Deque<UnderWay> underWay = new ArrayDeque<>();
  private long bytes;
  private int items;
  private boolean stopped;
  private long lastLook = System.nanoTime();

  private record UnderWay(BatchEntry entry, CompletableFuture<ClassifyResult> result) {}

  /**
   * @param mostUnderWay items that may be begun and not written
   */
  BatchRun(
      Batch batch,
      BatchSource source,
      BatchWriter writer,
      Caller caller,
      int mostUnderWay,
      BatchReader reader) {
    this.batch = batch;
    this.source = source;
    this.writer = writer;
    this.caller = caller;
    this.mostUnderWay = mostUnderWay;
    this.reader = reader;
  }

  /**
   * Answers all items.
   *
   * @return whether the client took them all; false if it hung up
   */
  boolean run() {
    try {
      while (!underWay.isEmpty() || !isAllTaken()) {
        boolean written = writeNext();
        boolean taken = takeNext();
        if (!written && !taken && (isGone() || !pause())) {
          return false;
        }
      }
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private boolean isAllTaken() {
    return stopped || source.ended();
  }

  /** Takes an item if there is one and room for it. */
  private boolean takeNext() {
    if (isAllTaken() || underWay.size() >= mostUnderWay || bytes >= MOST_BYTES) {
      return false;
    }
    BatchEntry entry;
    try {
      entry = source.poll(underWay.isEmpty());
    } catch (IOException brokenOff) {
      stopped = true;
      entry = BatchEntry.refused(items, 0, BodyReader.brokenOff(brokenOff));
    }
    if (entry == null) {
      return false;
    }
    items++;
    if (reader.isTooMany(items)) {
      stopped = true;
      entry = BatchEntry.refused(entry.id(), entry.length(), reader.tooMany(items));
    }
    bytes += entry.length();
    underWay.add(new UnderWay(entry, begin(entry)));
    return true;
  }

  private CompletableFuture<ClassifyResult> begin(BatchEntry entry) {
    return batch.submit(entry.subject()).whenComplete((result, failure) -> entry.close());
  }

  /** Writes the next line if its item is done. */
  private boolean writeNext() throws IOException {
    UnderWay next = underWay.peek();
    if (next == null || !next.result().isDone()) {
      return false;
    }
    underWay.remove();
    bytes -= next.entry().length();
    source.done(next.entry());
    Throwable failure = failure(next.result());
    if (failure == null) {
      writer.write(next.entry().id(), next.result().join());
    } else {
      writer.write(next.entry().id(), failure);
    }
    return true;
  }

  private static @Nullable Throwable failure(CompletableFuture<ClassifyResult> done) {
    return done.isCompletedExceptionally() ? done.exceptionNow() : null;
  }

  private boolean isGone() {
    long now = System.nanoTime();
    if (now - lastLook < LOOK_NANOS) {
      return false;
    }
    lastLook = now;
    return caller.isGone();
  }

  /** Waits a moment for the next result; false if the service is shutting down. */
  private boolean pause() {
    UnderWay next = underWay.peek();
    try {
      if (next == null) {
        Thread.sleep(MOMENT_MILLIS);
      } else {
        var _ = next.result().get(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException | ExecutionException seenByTheNextRound) {
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
    return true;
  }
}
