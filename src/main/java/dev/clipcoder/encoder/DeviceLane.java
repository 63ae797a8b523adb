package dev.clipcoder.encoder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.InvalidEmbeddingException;
import dev.clipcoder.encoder.WorkItem.Encoding;
import dev.clipcoder.encoder.WorkItem.Picture;
import dev.clipcoder.encoder.WorkItem.Product;
import dev.clipcoder.encoder.WorkItem.Text;
import dev.clipcoder.encoder.WorkQueue.Batch;
import dev.clipcoder.encoder.internal.Towers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that computes on a device. It takes batches from the queue, runs the towers and completes the items. Lanes
 * share the device's processors: each has its part of them, or all while it is the only one with work.
 */
final class DeviceLane {

  private static final Logger log = LoggerFactory.getLogger(DeviceLane.class);

  /**
   * How many processors a lane computes on.
   *
   * @param all while it is the only one with work
   * @param share beside others
   */
  record Processors(int all, int share) {}

  private final boolean isFirst;
  private final Processors processors;
  private final Towers towers;
  private final WorkQueue queue;
  private final DeviceCondition condition;
  private final BatchMeters meters;
  private final Thread thread;
  private final ByteBuffer pixels;
  private final int maxPictures;

  /**
   * @param name of the thread
   * @param isFirst whether it may have the whole device
   * @param maxPictures most pictures of a batch
   * @param imageSize side of a picture in pixels
   */
  DeviceLane(
      String name,
      boolean isFirst,
      Processors processors,
      Towers towers,
      WorkQueue queue,
      DeviceCondition condition,
      BatchMeters meters,
      int maxPictures,
      int imageSize) {
    this.isFirst = isFirst;
    this.processors = processors;
    this.towers = towers;
    this.queue = queue;
    this.condition = condition;
    this.meters = meters;
    this.maxPictures = maxPictures;
    this.pixels = ByteBuffer.allocateDirect(maxPictures * 3 * imageSize * imageSize);
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Returns when the thread has ended, even if interrupted; tells whether it was. */
  boolean join() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  private void run() {
    try {
      towers.useFixedPlansOnThisThread();
      computeUntilClosed();
    } catch (Throwable e) { // errors too: what waits needs an answer
      log.error("The device thread ends; only a restart helps", e);
      condition.ended("A thread of the device has ended.");
      queue.close();
      abandon(e);
    }
  }

  /** What waits is answered, by this lane or by another that still takes it. */
  private void abandon(Throwable reason) {
    try {
      for (Batch batch = queue.take(isFirst); !batch.isEmpty(); batch = queue.take(isFirst)) {
        fail(batch.items(), "The device has failed.", reason);
        batch.close();
      }
    } catch (InterruptedException e) {
      log.error("Interrupted; what waits has no answer but its deadline", e);
    }
  }

  private void computeUntilClosed() {
    boolean ended = false;
    while (!ended) {
      try {
        for (Batch batch = queue.take(isFirst); !batch.isEmpty(); batch = queue.take(isFirst)) {
          compute(batch);
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

  private void compute(Batch batch) {
    long begin = System.nanoTime();
    try (batch;
        DeviceCondition.Stay _ = condition.begun()) {
      towers.useThreads(batch.hasWholeDevice() ? processors.all() : processors.share());
      work(batch.items());
    } catch (Throwable e) { // errors too: what is in hand is in no queue any more
      fail(batch.items(), "The device has failed.", e);
      throw e;
    } finally {
      meters.worked(System.nanoTime() - begin, batch.hasWholeDevice());
    }
  }

  private void work(List<? extends WorkItem> batch) {
    try {
      switch (batch.getFirst()) {
        case Encoding _ -> encode(batch.stream().map(Encoding.class::cast).toList());
        case Product product ->
          multiply(product.matrix(), batch.stream().map(Product.class::cast).toList());
      }
    } catch (Throwable e) { // errors too: somebody waits, and the thread is to go on
      String kind = kind(batch.getFirst());
      log.error("A batch of {} {} items failed", batch.size(), kind, e);
      meters.failed(kind);
      fail(batch, "The device failed on this batch.", e);
      if (condition.failed()) {
        tryGoodBatch();
      }
    }
  }

  /** Items that have their result keep it. */
  private static void fail(List<? extends WorkItem> items, String sentence, Throwable cause) {
    EncoderUnavailableException failure = new EncoderUnavailableException(sentence, cause);
    items.forEach(item -> item.result().completeExceptionally(failure));
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
      meters.split();
      work(List.copyOf(batch.subList(0, batch.size() / 2)));
      work(List.copyOf(batch.subList(batch.size() / 2, batch.size())));
      return;
    }
    long nanos = System.nanoTime() - begin;
    condition.worked();
    meters.done(kind(batch.getFirst()), batch, begin, nanos);
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
    condition.worked();
    meters.done(kind(batch.getFirst()), batch, begin, System.nanoTime() - begin);
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
}
