package dev.clipcoder.coder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;

/**
 * The class scores of CODER read off the similarities to every text: the form that explains itself, and the measure of
 * the {@link CollapsedHead}. Costs {@code texts · dimension} per image.
 */
public final class FullBankScorer implements ClassScorer {

  private final EmbeddingMatrix bank;
  private final TextBankLayout layout;
  private final TextWeights weights;

  public FullBankScorer(EmbeddingMatrix bank, TextBankLayout layout, TextWeights weights) {
    this.bank = bank;
    this.layout = layout;
    this.weights = weights;
  }

  @Override
  public double[] scores(Embedding image) {
    double[] similarities = bank.cosines(image);
    double[] scores = new double[layout.classes()];
    for (int c = 0; c < scores.length; c++) {
      double attributes = sum(similarities, layout.rows(c, TextKind.ATTRIBUTE));
      double analogous = sum(similarities, layout.rows(c, TextKind.ANALOGOUS));
      double name = Math.max(
          largest(similarities, layout.rows(c, TextKind.NAME)),
          largest(similarities, layout.rows(c, TextKind.SYNONYM)));
      scores[c] = weights.ofAttribute(c) * attributes
          + weights.ofAnalogous(c) * analogous
          + weights.ofName(c) * name;
    }
    return scores;
  }

  private static double sum(double[] similarities, RowRange rows) {
    double sum = 0;
    for (int row = rows.from(); row < rows.to(); row++) {
      sum += similarities[row];
    }
    return sum;
  }

  private static double largest(double[] similarities, RowRange rows) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int row = rows.from(); row < rows.to(); row++) {
      largest = Math.max(largest, similarities[row]);
    }
    return largest;
  }
}
