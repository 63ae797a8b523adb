package dev.clipcoder.fewshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.coder.CompactSpace;
import dev.clipcoder.coder.TextKind;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.labelset.BankTexts.BankText;
import dev.clipcoder.labelset.ServedLabelSet;
import dev.clipcoder.textbank.TextStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the texts of classes are to few-shot methods: an embedding of each class's name, and the space of CODER vectors.
 * Both are made once for a version of a label set; decomposing a large bank takes seconds.
 */
final class ClassTexts {

  /** Texts loaded at a time. */
  private static final int CHUNK = 4096;

  private final TextStore store;

  /** By the key of the classes. Small: C + min(K, D) rows. */
  private final Cache<String, EmbeddingMatrix> names =
      Caffeine.newBuilder().maximumSize(100).build();

  private final Cache<String, CompactSpace> spaces =
      Caffeine.newBuilder().maximumSize(20).build();

  ClassTexts(TextStore store) {
    this.store = store;
  }

  /** Whether the texts say more than the names, so that CODER vectors say more than plain CLIP. */
  static boolean hasTextsBeyondNames(ServedLabelSet classes) {
    return classes.texts().texts().stream().anyMatch(text -> text.kind() != TextKind.NAME);
  }

  /** The renormalised mean of each class's name texts: {@code float[classes][dimension]}. Blocks. */
  EmbeddingMatrix names(SupportClasses.InUse classes) throws InterruptedException {
    EmbeddingMatrix known = names.getIfPresent(classes.key());
    if (known == null) {
      known = loadNames(classes.set());
      names.put(classes.key(), known);
    }
    return known;
  }

  /** The compact space of all texts. Blocks, for seconds where there are many. */
  CompactSpace space(SupportClasses.InUse classes) throws InterruptedException {
    CompactSpace known = spaces.getIfPresent(classes.key());
    if (known == null) {
      List<String> texts =
          classes.set().texts().texts().stream().map(BankText::text).toList();
      known = CompactSpace.of(matrix(texts));
      spaces.put(classes.key(), known);
    }
    return known;
  }

  private EmbeddingMatrix loadNames(ServedLabelSet classes) throws InterruptedException {
    List<BankText> named = classes.texts().texts().stream()
        .filter(text -> text.kind() == TextKind.NAME)
        .toList();
    EmbeddingMatrix texts = matrix(named.stream().map(BankText::text).toList());
    int count = classes.version().definition().classes().size();
    float[][] sums = new float[count][texts.dimension()];
    float[] row = new float[texts.dimension()];
    for (int i = 0; i < named.size(); i++) {
      texts.copyRow(i, row);
      float[] sum = sums[named.get(i).classIndex()];
      for (int d = 0; d < row.length; d++) {
        sum[d] += row[d];
      }
    }
    List<Embedding> means = new ArrayList<>(count);
    for (float[] sum : sums) {
      means.add(Embedding.normalized(sum));
    }
    return EmbeddingMatrix.of(means);
  }

  /** Those of label sets are stored; those of own labels are, once they were needed. */
  private EmbeddingMatrix matrix(List<String> texts) throws InterruptedException {
    store.complete(texts.stream().distinct().toList(), Silent.PROGRESS);
    EmbeddingMatrix.@Nullable Builder rows = null;
    for (int from = 0; from < texts.size(); from += CHUNK) {
      List<EncodedText> encoded =
          store.load(texts.subList(from, Math.min(from + CHUNK, texts.size())));
      if (rows == null) {
        rows =
            EmbeddingMatrix.builder(texts.size(), encoded.getFirst().embedding().dimension());
      }
      for (EncodedText text : encoded) {
        rows.add(text.embedding());
      }
    }
    return Objects.requireNonNull(rows).build();
  }

  /** Nobody watches this. */
  private enum Silent implements TextStore.Progress {
    PROGRESS;

    @Override
    public void begin(long alreadyStored, long total) {
      // The fit as a whole is what is waited for.
    }

    @Override
    public void report(long stored) {
      // As above.
    }
  }
}
