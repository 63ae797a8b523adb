package dev.clipcoder.coder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;

/**
 * The class scores of CODER for the hot path. Without the maximum the score is linear in the image, so all attribute
 * and analogous texts of a class become one weighted vector; only names and synonyms, of which the best counts, stay
 * apart. Equals the {@link FullBankScorer} within 1e-6 and does not keep the bank.
 */
public final class CollapsedHead implements ClassScorer {

  /** The weighted vector of every class, then the names and synonyms in class order. */
  private final ColumnMatrix columns;

  private final TextWeights weights;

  /** The names and synonyms of class c are the columns from {@code starts[c]} to before {@code starts[c + 1]}. */
  private final int[] starts;

  private CollapsedHead(ColumnMatrix columns, TextWeights weights, int[] starts) {
    this.columns = columns;
    this.weights = weights;
    this.starts = starts;
  }

  public static CollapsedHead of(EmbeddingMatrix bank, TextBankLayout layout, TextWeights weights) {
    int[] starts = new int[layout.classes() + 1];
    starts[0] = layout.classes();
    for (int c = 0; c < layout.classes(); c++) {
      starts[c + 1] = starts[c]
          + layout.rows(c, TextKind.NAME).size()
          + layout.rows(c, TextKind.SYNONYM).size();
    }
    ColumnMatrix columns = new ColumnMatrix(bank.dimension(), starts[layout.classes()]);
    RowSums sums = new RowSums(bank);
    float[] row = new float[bank.dimension()];
    for (int c = 0; c < layout.classes(); c++) {
      sums.clear();
      sums.add(layout.rows(c, TextKind.ATTRIBUTE), weights.ofAttribute(c));
      sums.add(layout.rows(c, TextKind.ANALOGOUS), weights.ofAnalogous(c));
      for (int i = 0; i < bank.dimension(); i++) {
        columns.set(c, i, (float) sums.get(i));
      }
      int next = copy(bank, layout.rows(c, TextKind.NAME), row, columns, starts[c]);
      int _ = copy(bank, layout.rows(c, TextKind.SYNONYM), row, columns, next);
    }
    return new CollapsedHead(columns, weights, starts);
  }

  private static int copy(
      EmbeddingMatrix bank, RowRange rows, float[] row, ColumnMatrix columns, int first) {
    int column = first;
    for (int index = rows.from(); index < rows.to(); index++) {
      bank.copyRow(index, row);
      for (int i = 0; i < row.length; i++) {
        columns.set(column, i, row[i]);
      }
      column++;
    }
    return column;
  }

  @Override
  public double[] scores(Embedding image) {
    double[] products = columns.products(image.toArray());
    double[] scores = new double[starts.length - 1];
    for (int c = 0; c < scores.length; c++) {
      double name = Double.NEGATIVE_INFINITY;
      for (int column = starts[c]; column < starts[c + 1]; column++) {
        name = Math.max(name, products[column]);
      }
      scores[c] = products[c] + weights.ofName(c) * name;
    }
    return scores;
  }
}
