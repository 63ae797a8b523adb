package dev.clipcoder.classify;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.clipcoder.encoder.ClosedMatrixException;
import dev.clipcoder.encoder.DeviceMemory;
import dev.clipcoder.labelset.LabelSetReference;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.ServedLabelSet;
import dev.clipcoder.textbank.TextStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The label sets that are ready in memory. Each is put together once, from stored texts, however many requests wait
 * for it, on a thread of its own: that is seconds of arithmetic for a big set, which would hold up the carriers of
 * virtual threads. A version is the key; the embeddings behind it are those of the one model that is loaded.
 */
final class LabelSetHeads implements AutoCloseable {

  private static final int KIBI = 1024;

  private final LabelSets sets;
  private final TextStore store;
  private final DeviceMemory memory;
  private final Timer loading;
  private final ExecutorService builder = Executors.newFixedThreadPool(
      2, Thread.ofPlatform().name("bank-", 0).daemon().factory());
  private final AsyncCache<LabelSetReference, LabelSetHead> heads;

  LabelSetHeads(
      LabelSets sets, TextStore store, DeviceMemory memory, DataSize most, MeterRegistry meters) {
    this.sets = sets;
    this.store = store;
    this.memory = memory;
    this.loading = Timer.builder("clipcoder.banks.load")
        .description("Putting a label set together from stored texts")
        .register(meters);
    long mostWeight = Math.ceilDiv(most.toBytes(), KIBI);
    this.heads = Caffeine.newBuilder()
        .executor(builder)
        .maximumWeight(mostWeight)
        .weigher((LabelSetReference _, LabelSetHead head) ->
            Math.toIntExact(Math.min(mostWeight, Math.ceilDiv(head.bytes(), KIBI))))
        .removalListener(LabelSetHeads::release)
        .recordStats()
        .buildAsync();
    CaffeineCacheMetrics.monitor(meters, heads, "clipcoder.banks");
    Gauge.builder("clipcoder.cache.bytes", heads.synchronous(), LabelSetHeads::bytes)
        .description("What a cache takes in memory")
        .baseUnit(BaseUnits.BYTES)
        .tag("cache", "clipcoder.banks")
        .register(meters);
  }

  private static double bytes(Cache<?, ?> cache) {
    return (double) KIBI
        * cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  private static void release(
      @Nullable LabelSetReference reference, @Nullable LabelSetHead head, RemovalCause cause) {
    if (head != null) {
      head.close();
    }
  }

  /**
   * The version that answers requests now, or the pinned one.
   *
   * @param holds keeps its bank until it is closed
   * @throws dev.clipcoder.labelset.UnknownLabelSetException if it is not there
   * @throws dev.clipcoder.labelset.LabelSetNotReadyException if it cannot serve yet
   */
  CompletableFuture<LabelSetHead> get(LabelSetReference reference, Holds holds) {
    ServedLabelSet set = sets.serve(reference);
    LabelSetReference pinned =
        new LabelSetReference(set.version().id(), set.version().version());
    AtomicBoolean held = new AtomicBoolean();
    return heads
        .get(
            pinned,
            (_, executor) -> CompletableFuture.supplyAsync(
                () -> {
                  LabelSetHead head =
                      loading.record(() -> LabelSetHead.of(set, store::load, memory));
                  // Now, since it may be evicted as soon as it is there.
                  held.set(hold(head, holds));
                  return head;
                },
                executor))
        .thenCompose(head -> held.get() || hold(head, holds)
            ? CompletableFuture.completedFuture(head)
            : get(pinned, holds));
  }

  private static boolean hold(LabelSetHead head, Holds holds) {
    try {
      holds.add(head.bank().hold());
      return true;
    } catch (ClosedMatrixException evicted) {
      return false;
    }
  }

  @Override
  public void close() {
    heads.synchronous().invalidateAll();
    builder.close();
  }
}
