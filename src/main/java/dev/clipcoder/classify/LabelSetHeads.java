package dev.clipcoder.classify;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.labelset.LabelSetReference;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.ServedLabelSet;
import dev.clipcoder.textbank.TextStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
  private final Timer loading;
  private final ExecutorService builder = Executors.newFixedThreadPool(
      2, Thread.ofPlatform().name("bank-", 0).daemon().factory());
  private final AsyncCache<LabelSetReference, LabelSetHead> heads;

  LabelSetHeads(LabelSets sets, TextStore store, DataSize most, MeterRegistry meters) {
    this.sets = sets;
    this.store = store;
    this.loading = Timer.builder("clipcoder.banks.load")
        .description("Putting a label set together from stored texts")
        .register(meters);
    this.heads = Caffeine.newBuilder()
        .executor(builder)
        .maximumWeight(Math.ceilDiv(most.toBytes(), KIBI))
        .weigher((LabelSetReference _, LabelSetHead head) ->
            Math.toIntExact(Math.ceilDiv(head.bytes(), KIBI)))
        .recordStats()
        .buildAsync();
    CaffeineCacheMetrics.monitor(meters, heads, "clipcoder.banks");
  }

  /**
   * The version that answers requests now, or the pinned one. The future is shared: not to be cancelled.
   *
   * @throws dev.clipcoder.labelset.UnknownLabelSetException if it is not there
   * @throws dev.clipcoder.labelset.LabelSetNotReadyException if it cannot serve yet
   */
  CompletableFuture<LabelSetHead> get(LabelSetReference reference) {
    ServedLabelSet set = sets.serve(reference);
    LabelSetReference pinned =
        new LabelSetReference(set.version().id(), set.version().version());
    return heads.get(
        pinned,
        (_, executor) -> CompletableFuture.supplyAsync(
            () -> loading.record(() -> LabelSetHead.of(set, store::load)), executor));
  }

  @Override
  public void close() {
    builder.close();
  }
}
