package dev.clipcoder.classify;

import dev.clipcoder.coder.Background;
import dev.clipcoder.coder.ClassScorer;
import dev.clipcoder.coder.CoderVector;
import dev.clipcoder.coder.CollapsedHead;
import dev.clipcoder.coder.CompactSpace;
import dev.clipcoder.coder.DecisionRule;
import dev.clipcoder.coder.NameHead;
import dev.clipcoder.coder.PairDifferences;
import dev.clipcoder.coder.Reranker;
import dev.clipcoder.coder.TextBankLayout;
import dev.clipcoder.coder.TextKind;
import dev.clipcoder.coder.TextWeights;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.encoder.DeviceMatrix;
import dev.clipcoder.encoder.DeviceMemory;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.labelset.BankTexts.BankText;
import dev.clipcoder.labelset.LabelSetVersion;
import dev.clipcoder.labelset.ServedLabelSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One version of a label set, ready to score pictures of the loaded model. Immutable; {@link #close} gives up the bank,
 * which is freed when nobody holds it any more.
 *
 * @param texts what the rows of the bank say
 * @param bank {@code float[texts][dimension]}, which only those may use who hold it
 * @param pairs the number of pairs of classes that can be told apart by one-to-one texts
 * @param truncated the texts that were cut to the model's context
 */
public record LabelSetHead(
    LabelSetVersion version,
    List<BankText> texts,
    DeviceMatrix bank,
    TextBankLayout layout,
    TextWeights weights,
    ClassScorer coder,
    ClassScorer clip,
    Background background,
    DecisionRule rule,
    Reranker reranker,
    int pairs,
    List<TruncatedText> truncated)
    implements AutoCloseable {

  /**
   * Puts a set together.
   *
   * @param embeddings looks up or encodes texts, in their order; called with some thousands of them at a time
   * @param memory where the bank is to lie
   */
  public static LabelSetHead of(
      ServedLabelSet set,
      Function<List<String>, List<EncodedText>> embeddings,
      DeviceMemory memory) {
    return new HeadAssembly(embeddings, memory).assemble(set);
  }

  static LabelSetHead of(
      ServedLabelSet set, DeviceMatrix bank, PairDifferences pairs, List<TruncatedText> truncated) {
    LabelSetVersion version = set.version();
    List<BankText> texts = set.texts().texts();
    TextBankLayout layout = layout(texts, version.definition().classes().size());
    DefinitionTerms terms = new DefinitionTerms(version.definition());
    EmbeddingMatrix rows = bank.matrix();
    TextWeights weights = TextWeights.of(rows, layout, terms.options());
    return new LabelSetHead(
        version,
        texts,
        bank,
        layout,
        weights,
        CollapsedHead.of(rows, layout, weights),
        NameHead.of(rows, layout),
        terms.background(),
        terms.rule(),
        new Reranker(pairs, terms.rerank()),
        pairs.pairs(),
        List.copyOf(truncated));
  }

  private static TextBankLayout layout(List<BankText> texts, int classes) {
    List<Map<TextKind, Integer>> counts = new ArrayList<>(classes);
    for (int c = 0; c < classes; c++) {
      counts.add(new EnumMap<>(TextKind.class));
    }
    texts.forEach(text -> counts.get(text.classIndex()).merge(text.kind(), 1, Integer::sum));
    TextBankLayout.Builder builder = TextBankLayout.builder();
    for (Map<TextKind, Integer> count : counts) {
      builder.addClass(
          count.getOrDefault(TextKind.NAME, 0),
          count.getOrDefault(TextKind.ATTRIBUTE, 0),
          count.getOrDefault(TextKind.ANALOGOUS, 0),
          count.getOrDefault(TextKind.SYNONYM, 0));
    }
    return builder.build();
  }

  public String label(int classIndex) {
    return version.definition().classes().get(classIndex).label();
  }

  /** The full CODER vector: the similarities to all texts, by the device. Blocks. */
  CoderVector similarities(Embedding image, Work work) {
    return new CoderVector(
        work.await(work.begin(bank.times(image, work.deadline(), work.urgency()))));
  }

  /** The compact space of some of the texts; takes long. */
  CompactSpace compact(List<Integer> rows) {
    return CompactSpace.of(bank.matrix(), rows);
  }

  /**
   * CODER, unless it would be the same as plain CLIP, or the set can only be decided by matches. A set that enables the
   * rerank is told why there is none.
   */
  public Method defaultMethod() {
    boolean hasMore = layout.hasTextsBeyondNames()
        || pairs > 0
        || version.definition().rerank().enabled();
    return hasMore && !needsMatches() ? Method.CODER : Method.CLIP;
  }

  /** Whether several labels may be accepted and there is no background to hold them against. */
  boolean needsMatches() {
    return rule instanceof DecisionRule.Multi && background.isEmpty();
  }

  /** About how much memory it takes: all its matrices; the texts belong to the label sets. */
  long bytes() {
    long apart = IntStream.range(0, layout.classes())
        .mapToLong(c -> 2L
            + layout.rows(c, TextKind.NAME).size()
            + layout.rows(c, TextKind.SYNONYM).size())
        .sum();
    return Float.BYTES * (long) bank.dimension() * (bank.rows() + apart + pairs);
  }

  @Override
  public void close() {
    bank.close();
  }
}
