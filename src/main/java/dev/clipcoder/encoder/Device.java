package dev.clipcoder.encoder;

import dev.clipcoder.encoder.DeviceLane.Processors;
import dev.clipcoder.encoder.internal.Towers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The device that the towers run on. Only its lanes call the towers. Closing it lets them finish what is queued: the
 * native engine must not be torn down under a running computation.
 *
 * <p>A GPU has one lane. A CPU has two, each with half of the processors: an operation that is spread over all of them
 * ends when the last has done its share, and while one decodes a picture the others wait for it, many times in a batch.
 * Lanes do not wait for each other. A single item, with nothing else there or on its way, has all processors, and the
 * other lane waits.
 */
final class Device implements AutoCloseable {

  private final WorkQueue queue;
  private final DeviceCondition condition = new DeviceCondition();
  private final List<DeviceLane> lanes;

  /**
   * @param name as threads and {@code /info} call it
   * @param imageSize side of a picture in pixels
   * @param processors that the lanes share
   */
  Device(
      String name,
      Towers towers,
      WorkQueue queue,
      int imageSize,
      int processors,
      MeterRegistry meters) {
    this.queue = queue;
    Gauge.builder("clipcoder.queue.depth", queue, WorkQueue::size)
        .description("Items that wait for the device")
        .register(meters);
    Gauge.builder("clipcoder.device.up", condition, c -> c.failure().isEmpty() ? 1 : 0)
        .description("1 while the device computes, 0 when only a restart helps")
        .register(meters);
    BatchMeters batches = new BatchMeters(meters, queue.lanes());
    this.lanes = IntStream.rangeClosed(1, queue.lanes())
        .mapToObj(number -> new DeviceLane(
            "device-%s-%d".formatted(name, number),
            number == 1,
            new Processors(processors, share(number, queue.lanes(), processors)),
            towers,
            queue,
            condition,
            batches,
            queue.mostPictures(),
            imageSize))
        .toList();
  }

  /** What is left over is the first lane's. */
  private static int share(int number, int lanes, int processors) {
    return number == 1 ? Math.ceilDiv(processors, lanes) : processors / lanes;
  }

  DeviceCondition condition() {
    return condition;
  }

  void start() {
    lanes.forEach(DeviceLane::start);
  }

  /** Queues items together. */
  void submit(List<? extends WorkItem> items) {
    if (!queue.offer(items)) {
      throw new EncoderUnavailableException("The service is shutting down.");
    }
  }

  /** Finishes what is queued, then ends. Waits even if interrupted: the module is closed next. */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    for (DeviceLane lane : lanes) {
      interrupted |= lane.join();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
