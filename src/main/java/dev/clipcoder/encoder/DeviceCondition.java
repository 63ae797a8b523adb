package dev.clipcoder.encoder;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the device still computes. It is lost when batches fail one after the other and so does one that is known to
 * be good, when its thread has ended, or when one batch takes longer than any can: then only a restart helps. A single
 * batch that fails may be the batch's fault.
 */
public final class DeviceCondition {

  /** After so many failures in a row a good batch is tried. */
  static final int DOUBTFUL = 3;

  /** Cold weights on a network disk may take minutes, once. */
  private static final Duration LONGEST_BATCH = Duration.ofMinutes(10);

  private static final long IDLE = 0;

  private final long longestNanos;
  private int failures;
  private volatile @Nullable String lost;
  private volatile long busySince = IDLE;

  DeviceCondition() {
    this(LONGEST_BATCH);
  }

  DeviceCondition(Duration longestBatch) {
    this.longestNanos = longestBatch.toNanos();
  }

  /** Why only a restart helps; empty while the device computes. */
  public Optional<String> failure() {
    String reason = lost;
    if (reason == null && isStuck()) {
      reason = "A batch has been on the device for longer than %d s."
          .formatted(Duration.ofNanos(longestNanos).toSeconds());
    }
    return Optional.ofNullable(reason);
  }

  private boolean isStuck() {
    long since = busySince;
    return since != IDLE && System.nanoTime() - since > longestNanos;
  }

  /** Called by the device's thread only, as are those below. */
  void begun() {
    long now = System.nanoTime();
    busySince = now == IDLE ? 1 : now;
  }

  void idle() {
    busySince = IDLE;
  }

  /** A batch came through. */
  void worked() {
    failures = 0;
    lost = null;
  }

  /** A batch failed; whether a good one should be tried now. */
  boolean failed() {
    failures++;
    return failures % DOUBTFUL == 0;
  }

  void lost(String reason) {
    lost = reason;
  }
}
