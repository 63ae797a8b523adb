package dev.clipcoder.classify;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.coder.PairDifferences;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.labelset.BankTexts;
import dev.clipcoder.labelset.BankTexts.BankText;
import dev.clipcoder.labelset.BankTexts.PairTexts;
import dev.clipcoder.labelset.LabelSetReference;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.ServedLabelSet;
import dev.clipcoder.textbank.TextStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.ArrayList;
import java.util.List;
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

  /** Texts read from the database at a time: so that a bank does not lie in memory twice. */
  private static final int CHUNK = 4096;

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
        (_, executor) ->
            CompletableFuture.supplyAsync(() -> loading.record(() -> load(set)), executor));
  }

  private LabelSetHead load(ServedLabelSet set) {
    BankTexts texts = set.texts();
    List<TruncatedText> truncated = new ArrayList<>();
    EmbeddingMatrix bank = bank(texts.texts().stream().map(BankText::text).toList(), truncated);
    PairDifferences.Builder pairs = PairDifferences.builder();
    for (PairTexts pair : texts.pairs()) {
      if (!pair.texts().isEmpty()) {
        pairs.add(pair.classIndex(), pair.otherIndex(), embeddings(pair.texts()));
      }
    }
    return LabelSetHead.of(set, bank, pairs.build(), truncated);
  }

  private EmbeddingMatrix bank(List<String> texts, List<TruncatedText> truncated) {
    List<EncodedText> first = store.load(texts.subList(0, 1));
    EmbeddingMatrix.Builder bank =
        EmbeddingMatrix.builder(texts.size(), first.getFirst().embedding().dimension());
    for (int from = 0; from < texts.size(); from += CHUNK) {
      List<String> chunk = texts.subList(from, Math.min(from + CHUNK, texts.size()));
      List<EncodedText> encoded = store.load(chunk);
      encoded.forEach(text -> bank.add(text.embedding()));
      truncated.addAll(TruncatedText.among(chunk, encoded, true, 0));
    }
    return bank.build();
  }

  private List<Embedding> embeddings(List<String> texts) {
    return store.load(texts).stream().map(EncodedText::embedding).toList();
  }

  @Override
  public void close() {
    builder.close();
  }
}
