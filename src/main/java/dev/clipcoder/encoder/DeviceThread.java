package dev.clipcoder.encoder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.InvalidEmbeddingException;
import dev.clipcoder.encoder.WorkItem.Encoding;
import dev.clipcoder.encoder.WorkItem.Picture;
import dev.clipcoder.encoder.WorkItem.Product;
import dev.clipcoder.encoder.WorkItem.Text;
import dev.clipcoder.encoder.internal.Towers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that computes on a device. It takes batches from its queue, runs the towers and completes the
 * items; nobody else calls the towers, so a batch has the device to itself. Closing it lets it finish what is
 * queued: the native engine must not be torn down under a running computation.
 */
final class DeviceThread implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DeviceThread.class);

  private final Towers towers;
  private final WorkQueue queue;
  private final Thread thread;
  private final ByteBuffer pixels;
  private final int maxPictures;
  private final MeterRegistry meters;
  private final DeviceCondition condition = new DeviceCondition();
  private final LongAdder busyNanos = new LongAdder();
  private final Counter splits;

  DeviceThread(
      String device,
      Towers towers,
      WorkQueue queue,
      int maxPictures,
      int imageSize,
      MeterRegistry meters) {
    this.towers = towers;
    this.queue = queue;
    this.meters = meters;
    this.maxPictures = maxPictures;
    this.pixels = ByteBuffer.allocateDirect(maxPictures * 3 * imageSize * imageSize);
    this.thread = Thread.ofPlatform().name("device-" + device).unstarted(this::run);
    Gauge.builder("clipcoder.queue.depth", queue, WorkQueue::size)
        .description("Items that wait for the device")
        .register(meters);
    FunctionCounter.builder("clipcoder.device.busy", busyNanos, nanos -> nanos.sum() / 1e9)
        .description("Time that the device's thread has worked; its rate is the utilisation")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("clipcoder.device.up", condition, c -> c.failure().isEmpty() ? 1 : 0)
        .description("1 while the device computes, 0 when only a restart helps")
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

  DeviceCondition condition() {
    return condition;
  }

  void start() {
    thread.start();
  }

  /** Queues items together. */
  void submit(List<? extends WorkItem> items) {
    if (!queue.offer(items)) {
      throw new EncoderUnavailableException("The service is shutting down.");
    }
  }

  private void run() {
    try {
      towers.useFixedPlansOnThisThread();
      computeUntilClosed();
    } catch (Throwable e) { // errors too: this thread is the only one
      log.error("The device thread ends; only a restart helps", e);
      condition.lost("The thread of the device has ended.");
      queue.close();
      abandon(e);
    }
  }

  /** Nobody else will work on what waits. */
  private void abandon(Throwable reason) {
    EncoderUnavailableException failure =
        new EncoderUnavailableException("The device has failed.", reason);
    try {
      for (List<WorkItem> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
        batch.forEach(item -> item.result().completeExceptionally(failure));
      }
    } catch (InterruptedException e) {
      log.error("Interrupted; what waits has no answer but its deadline", e);
    }
  }

  private void computeUntilClosed() {
    boolean ended = false;
    while (!ended) {
      try {
        for (List<WorkItem> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
          long begin = System.nanoTime();
          condition.begun();
          work(batch);
          condition.idle();
          busyNanos.add(System.nanoTime() - begin);
        }
        ended = true;
      } catch (InterruptedException e) {
        // Nobody interrupts this thread; should it happen, what waits is done rather than left
        // waiting.
        log.error("The device thread was interrupted and ends", e);
        queue.close();
      }
    }
  }

  private void work(List<? extends WorkItem> batch) {
    try {
      switch (batch.getFirst()) {
        case Encoding _ -> encode(batch.stream().map(Encoding.class::cast).toList());
        case Product product ->
          multiply(product.matrix(), batch.stream().map(Product.class::cast).toList());
      }
      condition.worked();
    } catch (Throwable e) { // errors too: somebody waits, and this thread is the only one
      String kind = kind(batch.getFirst());
      log.error("A batch of {} {} items failed", batch.size(), kind, e);
      failures(kind).increment();
      EncoderUnavailableException failure =
          new EncoderUnavailableException("The device failed on this batch.", e);
      batch.forEach(item -> item.result().completeExceptionally(failure));
      if (condition.failed()) {
        tryGoodBatch();
      }
    }
  }

  /** Whether it is the device or what it was given. */
  private void tryGoodBatch() {
    try {
      pixels.clear();
      float[][] _ = towers.encodeImages(pixels.limit(pixels.capacity() / maxPictures), 1);
    } catch (Throwable e) { // errors too: they are what is looked for
      log.error("The device fails on everything; only a restart helps", e);
      condition.lost("The device fails on every batch.");
      return;
    }
    condition.worked();
  }

  private static String kind(WorkItem item) {
    return switch (item) {
      case Encoding encoding -> encoding.payload() instanceof Picture ? "image" : "text";
      case Product _ -> "product";
    };
  }

  private void encode(List<Encoding> batch) {
    long begin = System.nanoTime();
    float[][] rows;
    try {
      rows = compute(batch);
    } catch (DeviceMemoryException e) {
      if (batch.size() == 1) {
        throw e;
      }
      log.warn(
          "The device has no memory for {} items at once; they go in two halves", batch.size());
      splits.increment();
      work(List.copyOf(batch.subList(0, batch.size() / 2)));
      work(List.copyOf(batch.subList(batch.size() / 2, batch.size())));
      return;
    }
    long nanos = System.nanoTime() - begin;
    record(batch, begin, nanos);
    for (int i = 0; i < rows.length; i++) {
      complete(batch.get(i), rows[i], begin, nanos);
    }
  }

  /** A matrix that was freed is one that nobody waits for any more. */
  private void multiply(DeviceMatrix matrix, List<Product> batch) {
    long begin = System.nanoTime();
    float[][] vectors = new float[batch.size()][];
    Arrays.setAll(vectors, i -> batch.get(i).embedding().toArray());
    float[][] products;
    try (DeviceMatrix.Hold _ = matrix.hold()) {
      products = matrix.timesNow(vectors);
    } catch (ClosedMatrixException freed) {
      batch.forEach(item -> item.result().completeExceptionally(freed));
      return;
    }
    record(batch, begin, System.nanoTime() - begin);
    for (int i = 0; i < products.length; i++) {
      batch.get(i).result().complete(products[i]);
    }
  }

  /** One item that has no direction must not take the others with it. */
  private static void complete(Encoding item, float[] row, long begin, long nanos) {
    Embedding embedding;
    try {
      embedding = Embedding.normalized(row);
    } catch (InvalidEmbeddingException e) {
      log.error("The model gave no embedding", e);
      item.result()
          .completeExceptionally(
              new EncoderUnavailableException("The model gave no embedding for this item.", e));
      return;
    }
    item.result().complete(new Encoded(embedding, begin - item.arrivedNanos(), nanos));
  }

  private float[][] compute(List<Encoding> batch) {
    return switch (batch.getFirst().payload()) {
      case Picture _ -> encodePictures(batch);
      case Text _ -> encodeTexts(batch);
    };
  }

  private float[][] encodePictures(List<Encoding> batch) {
    pixels.clear();
    for (Encoding item : batch) {
      pixels.put(((Picture) item.payload()).pixels().values());
    }
    return towers.encodeImages(pixels.flip(), batch.size());
  }

  /** Texts are filled up to the longest of the batch, not to the context: the tower's cost is by position. */
  private float[][] encodeTexts(List<Encoding> batch) {
    int length = 0;
    for (Encoding item : batch) {
      length = Math.max(length, ((Text) item.payload()).tokens().endPosition() + 1);
    }
    long[] ids = new long[batch.size() * length];
    long[] ends = new long[batch.size()];
    for (int i = 0; i < ends.length; i++) {
      var tokens = ((Text) batch.get(i).payload()).tokens();
      System.arraycopy(tokens.ids(), 0, ids, i * length, Math.min(length, tokens.ids().length));
      ends[i] = tokens.endPosition();
    }
    return towers.encodeTexts(ids, ends);
  }

  private void record(List<? extends WorkItem> batch, long begin, long nanos) {
    String kind = kind(batch.getFirst());
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

  /** Finishes what is queued, then ends. Waits even if interrupted: the module is closed next. */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
