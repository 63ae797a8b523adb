package dev.clipcoder.classify;

import dev.clipcoder.coder.PairDifferences;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.encoder.DeviceMatrix;
import dev.clipcoder.encoder.DeviceMemory;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.labelset.BankTexts;
import dev.clipcoder.labelset.BankTexts.BankText;
import dev.clipcoder.labelset.BankTexts.PairTexts;
import dev.clipcoder.labelset.ServedLabelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes the head of a label set from its texts.
 *
 * @param embeddings texts to embeddings, in their order
 * @param memory where the bank is to lie
 */
record HeadAssembly(Function<List<String>, List<EncodedText>> embeddings, DeviceMemory memory) {

  /** Texts asked for at a time: so that a bank does not lie in memory twice. */
  private static final int CHUNK = 4096;

  LabelSetHead assemble(ServedLabelSet set) {
    BankTexts texts = set.texts();
    List<TruncatedText> truncated = new ArrayList<>();
    DeviceMatrix bank = bank(texts.texts().stream().map(BankText::text).toList(), truncated);
    try {
      PairDifferences.Builder pairs = PairDifferences.builder();
      for (PairTexts pair : texts.pairs()) {
        if (!pair.texts().isEmpty()) {
          pairs.add(pair.classIndex(), pair.otherIndex(), of(pair.texts()));
        }
      }
      return LabelSetHead.of(set, bank, pairs.build(), truncated);
    } catch (Throwable e) {
      bank.close();
      throw e;
    }
  }

  private DeviceMatrix bank(List<String> texts, List<TruncatedText> truncated) {
    int dimension = embeddings.apply(texts.subList(0, 1)).getFirst().embedding().dimension();
    return memory.fill(texts.size(), dimension, rows -> {
      for (int from = 0; from < texts.size(); from += CHUNK) {
        List<String> chunk = texts.subList(from, Math.min(from + CHUNK, texts.size()));
        List<EncodedText> encoded = embeddings.apply(chunk);
        encoded.forEach(text -> rows.add(text.embedding()));
        truncated.addAll(TruncatedText.among(chunk, encoded, true, 0));
      }
    });
  }

  private List<Embedding> of(List<String> texts) {
    return embeddings.apply(texts).stream().map(EncodedText::embedding).toList();
  }
}
