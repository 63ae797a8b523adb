package dev.clipcoder.encoder;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the device still computes. It is lost when batches fail one after the other and so does one that is known to
 * be good, when one of its threads has ended, or when one batch takes longer than any can: then only a restart helps. A single
 * batch that fails may be the batch's fault.
 */
public final class DeviceCondition {

  /** After so many failures in a row a good batch is tried. */
  static final int DOUBTFUL = 3;

  /** Cold weights on a network disk may take minutes, once. */
  private static final Duration LONGEST_BATCH = Duration.ofMinutes(10);

  private final long longestNanos;
  private final AtomicInteger failures = new AtomicInteger();
  private final Set<Stay> stays = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String lost;

  /** Unlike a device that is lost, nothing brings a thread back. */
  private volatile @Nullable String ended;

  DeviceCondition() {
    this(LONGEST_BATCH);
  }

  DeviceCondition(Duration longestBatch) {
    this.longestNanos = longestBatch.toNanos();
  }

  /** Why only a restart helps; empty while the device computes. */
  public Optional<String> failure() {
    String reason = ended != null ? ended : lost;
    if (reason == null && isStuck()) {
      reason = "A batch has been on the device for longer than %d s."
          .formatted(Duration.ofNanos(longestNanos).toSeconds());
    }
    return Optional.ofNullable(reason);
  }

  private boolean isStuck() {
    long now = System.nanoTime();
    return stays.stream().anyMatch(stay -> now - stay.since > longestNanos);
  }

  /** A batch is on the device until what is returned is closed. */
  Stay begun() {
    Stay stay = new Stay(System.nanoTime());
    stays.add(stay);
    return stay;
  }

  /** A batch came through. */
  void worked() {
    failures.set(0);
    lost = null;
  }

  /** A batch failed; whether a good one should be tried now. */
  boolean failed() {
    return failures.incrementAndGet() % DOUBTFUL == 0;
  }

  /** Only what works all the same takes that back. */
  void lost(String reason) {
    lost = reason;
  }

  /** A thread of the device is no more. */
  void ended(String reason) {
    ended = reason;
  }

  /** The time of one batch on the device. */
  final class Stay implements AutoCloseable {

    private final long since;

    private Stay(long since) {
      this.since = since;
    }

    @Override
    public void close() {
      stays.remove(this);
    }
  }
}
