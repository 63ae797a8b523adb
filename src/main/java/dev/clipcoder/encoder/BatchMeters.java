package dev.clipcoder.encoder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What lanes report of their batches. */
final class BatchMeters {

  private final MeterRegistry meters;
  private final int lanes;
  private final LongAdder busyNanos = new LongAdder();
  private final Counter splits;

  /**
   * @param lanes that share the device
   */
  BatchMeters(MeterRegistry meters, int lanes) {
    this.meters = meters;
    this.lanes = lanes;
    FunctionCounter.builder("clipcoder.device.busy", busyNanos, nanos -> nanos.sum() / 1e9)
        .description("Time that the device has worked; its rate is the utilisation")
        .baseUnit("seconds")
        .register(meters);
    this.splits = Counter.builder("clipcoder.batch.splits")
        .description("Batches that the device had no memory for and that went in two halves")
        .register(meters);
    List.of("image", "text", "product").forEach(this::failures);
  }

  private Counter failures(String kind) {
    return Counter.builder("clipcoder.encode.failures")
        .description("Batches that failed on the device")
        .tag("kind", kind)
        .register(meters);
  }

  /** A lane has worked for so long, on its part of the device or on all of it. */
  void worked(long nanos, boolean wholeDevice) {
    busyNanos.add(wholeDevice ? nanos : nanos / lanes);
  }

  void failed(String kind) {
    failures(kind).increment();
  }

  void split() {
    splits.increment();
  }

  /** A batch came through: when its computation began, by {@link System#nanoTime}, and how long it took. */
  void done(String kind, List<? extends WorkItem> batch, long begin, long nanos) {
    DistributionSummary.builder("clipcoder.batch.size")
        .description("Items that the device took at once")
        .tag("kind", kind)
        .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
        .register(meters)
        .record(batch.size());
    timer("clipcoder.encode", "Time of the device on a batch", kind)
        .record(nanos, TimeUnit.NANOSECONDS);
    Timer queued = timer("clipcoder.queue", "Time of an item between arrival and its batch", kind);
    batch.forEach(item -> queued.record(begin - item.arrivedNanos(), TimeUnit.NANOSECONDS));
  }

  private Timer timer(String name, String description, String kind) {
    return Timer.builder(name).description(description).tag("kind", kind).register(meters);
  }
}
