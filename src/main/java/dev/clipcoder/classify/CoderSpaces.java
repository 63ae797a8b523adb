package dev.clipcoder.classify;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.coder.CompactSpace;
import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.labelset.LabelSetReference;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TextStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.util.unit.DataSize;

/**
 * The spaces of CODER vectors that are ready in memory. Each is computed once, however many requests wait for it, on a
 * thread of its own: decomposing a large bank is seconds to a minute of arithmetic. It is kept although the request
 * that began it ran out of time, so the next one finds it.
 */
final class CoderSpaces implements AutoCloseable {

  private static final int KIBI = 1024;

  private final LabelSets sets;
  private final LabelSetHeads heads;
  private final TextStore store;
  private final ModelDescription model;
  private final Timer loading;
  private final ExecutorService builder = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().name("coder-space").daemon().factory());
  private final AsyncCache<Key, CoderSpace> spaces;

  private record Key(LabelSetReference pinned, TextSelection selection, boolean compact) {}

  CoderSpaces(
      LabelSets sets,
      LabelSetHeads heads,
      TextStore store,
      ModelDescription model,
      DataSize most,
      MeterRegistry meters) {
    this.sets = sets;
    this.heads = heads;
    this.store = store;
    this.model = model;
    this.loading = Timer.builder("clipcoder.spaces.load")
        .description("Preparing CODER vectors of a label set's bank")
        .register(meters);
    this.spaces = Caffeine.newBuilder()
        .executor(builder)
        .maximumWeight(Math.ceilDiv(most.toBytes(), KIBI))
        .weigher(
            (Key _, CoderSpace space) -> 1 + Math.toIntExact(Math.ceilDiv(space.bytes(), KIBI)))
        .recordStats()
        .buildAsync();
    CaffeineCacheMetrics.monitor(meters, spaces, "clipcoder.spaces");
    Gauge.builder("clipcoder.cache.bytes", spaces.synchronous(), CoderSpaces::bytes)
        .description("What a cache takes in memory")
        .baseUnit(BaseUnits.BYTES)
        .tag("cache", "clipcoder.spaces")
        .register(meters);
  }

  private static double bytes(Cache<?, ?> cache) {
    return (double) KIBI
        * cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  /**
   * What makes the vectors of a selection.
   *
   * @param pinned a version that can serve
   * @param holds keeps what they need until it is closed
   * @throws UnknownLabelException if a label of a pair is not in the set
   * @throws ImpossibleSelectionException if the set has none of the selected texts
   */
  CompletableFuture<Describer> get(
      LabelSetReference pinned, TextSelection selection, boolean compact, Holds holds) {
    return space(new Key(pinned, selection, compact))
        .thenCompose(space -> switch (space.projection()) {
          case CoderSpace.OfBank _ ->
            heads.get(pinned, holds).thenApply(head -> Describer.ofBank(space, head));
          case CoderSpace.OfTexts texts ->
            CompletableFuture.completedFuture(Describer.of(space, texts));
          case CoderSpace.Compact compacted ->
            CompletableFuture.completedFuture(Describer.of(space, compacted));
        });
  }

  /** What cannot be is refused here: the cache would log it as a failure of its own. */
  private CompletableFuture<CoderSpace> space(Key key) {
    CompletableFuture<CoderSpace> present = spaces.getIfPresent(key);
    if (present != null) {
      return present;
    }
    SelectedTexts texts = SelectedTexts.of(sets.serve(key.pinned()), key.selection());
    return spaces.get(
        key,
        (_, executor) ->
            CompletableFuture.supplyAsync(() -> loading.record(() -> load(key, texts)), executor));
  }

  private CoderSpace load(Key key, SelectedTexts texts) {
    CoderSpace.Projection projection = switch (texts) {
      case SelectedTexts.Rows rows -> ofRows(key, rows);
      case SelectedTexts.OfPair pair -> ofPair(key, pair);
    };
    return new CoderSpace(texts, hash(texts, projection), projection);
  }

  private CoderSpace.Projection ofRows(Key key, SelectedTexts.Rows rows) {
    if (!key.compact()) {
      return new CoderSpace.OfBank();
    }
    try (Holds holds = new Holds()) {
      LabelSetHead head = heads.get(key.pinned(), holds).join();
      return new CoderSpace.Compact(head.compact(rows.rows()), head.truncated().size());
    }
  }

  private CoderSpace.Projection ofPair(Key key, SelectedTexts.OfPair pair) {
    List<EncodedText> encoded =
        store.load(pair.texts().stream().map(SelectedTexts.Text::text).toList());
    EmbeddingMatrix matrix =
        EmbeddingMatrix.of(encoded.stream().map(EncodedText::embedding).toList());
    int truncated =
        Math.toIntExact(encoded.stream().filter(EncodedText::truncated).count());
    return key.compact()
        ? new CoderSpace.Compact(CompactSpace.of(matrix), truncated)
        : new CoderSpace.OfTexts(matrix, truncated);
  }

  private String hash(SelectedTexts texts, CoderSpace.Projection projection) {
    boolean compact = projection instanceof CoderSpace.Compact;
    BankHash hash = new BankHash(model.fingerprint(), compact ? "compact" : "full");
    texts.texts().forEach(hash::add);
    if (projection instanceof CoderSpace.Compact compacted
        && compacted.space().dimensions() < texts.texts().size()) {
      compacted.space().forEachRow(hash::add);
    }
    return hash.hex();
  }

  /** Does not wait: arithmetic that nobody needs any more would hold up the end. */
  @Override
  public void close() {
    builder.shutdownNow();
  }
}
