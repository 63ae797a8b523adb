package dev.clipcoder.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Bounds the heap that request bodies take together. The admission counts items, and knows how many there are only
 * when the body has been read; until then a few large uploads could fill the heap. So each request claims room for
 * its body first, weighed by {@linkplain BodyForm form}, and whoever finds none is told at once. Never blocks: a
 * request that waited would hold its connection, and the client could not go elsewhere.
 */
@Component
final class BodyBudget {

  private static final String MAX_BYTES = "clipcoder.requests.max-bytes";

  /** Beside bodies the heap holds the texts' cache, pictures ready for the device, and the program. */
  private static final int SHARE_OF_HEAP = 2;

  private static final DataSize DEFAULT_MAX_BYTES = DataSize.ofMegabytes(100);

  private final long capacity;
  private final long maxBodyBytes;
  private final AtomicLong claimed = new AtomicLong();
  private final Counter refused;

  @Autowired
  BodyBudget(RequestLimits limits, MeterRegistry meters) {
    this(limits, Runtime.getRuntime().maxMemory(), meters);
    Gauge.builder("clipcoder.requests.bytes", claimed, AtomicLong::get)
        .description("Heap that is set aside for the bodies of requests under way")
        .baseUnit("bytes")
        .register(meters);
  }

  BodyBudget(RequestLimits limits, long heap, MeterRegistry meters) {
    this.refused = Counter.builder("clipcoder.rejections")
        .description("Requests that were refused for want of room, by what there was no room for")
        .tag("reason", "bodies")
        .register(meters);
    DataSize inFlight = limits.maxBytesInFlight();
    this.capacity = inFlight == null ? heap / SHARE_OF_HEAP : inFlight.toBytes();
    long largest = capacity / BodyForm.HEAVIEST;
    DataSize wanted = limits.maxBytes();
    if (wanted != null && wanted.toBytes() > largest) {
      throw new InvalidConfigurationPropertyValueException(
          MAX_BYTES,
          wanted,
          "A JSON body of this size takes %d times as many bytes of memory, and %d are there for all requests together (clipcoder.requests.max-bytes-in-flight, by default half of the heap): at most %d are possible. Raise the heap by -Xmx, or lower this value."
              .formatted(BodyForm.HEAVIEST, capacity, largest));
    }
    this.maxBodyBytes =
        wanted == null ? Math.min(DEFAULT_MAX_BYTES.toBytes(), largest) : wanted.toBytes();
  }

  /** The largest body that is read: always one that fits into the budget, whatever its form. */
  long maxBodyBytes() {
    return maxBodyBytes;
  }

  /** What is claimed now. */
  long claimed() {
    return claimed.get();
  }

  /**
   * Claims room for a body.
   *
   * @param length bytes of the body, at most {@link #maxBodyBytes}; may be 0, to grow later
   * @throws ProblemException if there is no room
   */
  Claim claim(BodyForm form, long length) {
    Claim claim = new Claim(form);
    claim.cover(length);
    return claim;
  }

  /** Room for pictures that are fetched, of which nobody knows the size before. */
  Claim claimFetched() {
    return new Claim(BodyForm.RAW);
  }

  private void take(long bytes) {
    long before = claimed.getAndUpdate(taken -> taken + bytes <= capacity ? taken + bytes : taken);
    if (before + bytes > capacity) {
      refused.increment();
      throw new ProblemException(
          ProblemType.OVERLOADED,
          "There is no room for this body beside those of the requests under way (clipcoder.requests.max-bytes-in-flight). Send it again later.");
    }
  }

  /** One request's share. Used by the thread that serves the request; closing it twice does nothing. */
  final class Claim implements AutoCloseable {

    private final BodyForm form;
    private long held;
    private boolean closed;

    private Claim(BodyForm form) {
      this.form = form;
    }

    /**
     * Grows, if need be, to hold a body of that length.
     *
     * @throws ProblemException if there is no room for it; what was claimed before stays
     */
    synchronized void cover(long length) {
      long missing = form.weigh(length) - held;
      if (missing > 0 && !closed) {
        take(missing);
        held += missing;
      }
    }

    /**
     * Grows by that many bytes.
     *
     * @throws ProblemException if there is no room for them; what was claimed before stays
     */
    synchronized void grow(long more) {
      long missing = form.weigh(more);
      if (!closed) {
        take(missing);
        held += missing;
      }
    }

    /**
     * Grows or shrinks to hold a body of that length.
     *
     * @throws ProblemException if there is no room for it; what was claimed before stays
     */
    synchronized void resize(long length) {
      cover(length);
      long spare = held - form.weigh(length);
      if (spare > 0 && !closed) {
        held -= spare;
        claimed.addAndGet(-spare);
      }
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        claimed.addAndGet(-held);
      }
    }
  }
}
