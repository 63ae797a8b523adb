package dev.clipcoder.coder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;

/**
 * Plain CLIP, the baseline: the cosine to the name of each class. With several name templates it is the cosine to the
 * renormalised mean of their embeddings, as CLIP's own prompt ensembles do.
 */
public final class NameHead implements ClassScorer {

  private final ColumnMatrix columns;

  private NameHead(ColumnMatrix columns) {
    this.columns = columns;
  }

  public static NameHead of(EmbeddingMatrix bank, TextBankLayout layout) {
    ColumnMatrix columns = new ColumnMatrix(bank.dimension(), layout.classes());
    RowSums sums = new RowSums(bank);
    for (int c = 0; c < layout.classes(); c++) {
      sums.clear();
      sums.add(layout.rows(c, TextKind.NAME), 1);
      double norm = sums.norm();
      for (int i = 0; norm > 0 && i < bank.dimension(); i++) {
        columns.set(c, i, (float) (sums.get(i) / norm));
      }
    }
    return new NameHead(columns);
  }

  @Override
  public double[] scores(Embedding image) {
    return columns.products(image.toArray());
  }
}
