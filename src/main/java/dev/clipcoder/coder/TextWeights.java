package dev.clipcoder.coder;

import dev.clipcoder.embedding.EmbeddingMatrix;

/**
 * What one unit of similarity of a text adds to the score of its class. The score of class c (CODER, arXiv
 * 2404.17753, section 3.2, with kind weights w) is
 *
 * <pre>
 * s_c = ( Σ_kind w_kind·Σ v_j + w_name·max(names ∪ synonyms) ) / ( Σ_kind w_kind·n_kind + w_name )
 * </pre>
 *
 * where kind runs over attribute and analogous. With classNorm the first sum becomes {@code W·f·û_c}, W being
 * {@code Σ w_kind·n_kind} and û_c the unit vector along {@code Σ w_kind·Σ t_j}. Both are weights per class and kind,
 * which this class holds: {@code double[classes]} each. A class of which nothing has weight is scored by its names.
 */
public final class TextWeights {

  /** A mean shorter than this has no direction: the texts cancel out, and what is left is rounding. */
  private static final double NO_DIRECTION = 1e-6;

  private final double[] name;
  private final double[] attribute;
  private final double[] analogous;

  private TextWeights(int classes) {
    this.name = new double[classes];
    this.attribute = new double[classes];
    this.analogous = new double[classes];
  }

  /** The weights of a bank {@code float[texts][dimension]} under the options. */
  public static TextWeights of(EmbeddingMatrix bank, TextBankLayout layout, CoderOptions options) {
    if (bank.rows() != layout.texts()) {
      throw new IllegalArgumentException(
          "The bank has %d rows, the layout %d texts".formatted(bank.rows(), layout.texts()));
    }
    TextWeights weights = new TextWeights(layout.classes());
    for (int classIndex = 0; classIndex < layout.classes(); classIndex++) {
      weights.weigh(classIndex, bank, layout, options);
    }
    return weights;
  }

  private void weigh(
      int classIndex, EmbeddingMatrix bank, TextBankLayout layout, CoderOptions options) {
    KindWeights kinds = options.weights();
    double described =
        kinds.attribute() * layout.rows(classIndex, TextKind.ATTRIBUTE).size()
            + kinds.analogous() * layout.rows(classIndex, TextKind.ANALOGOUS).size();
    double total = described + kinds.name();
    if (total == 0) {
      name[classIndex] = 1;
      return;
    }
    double factor = options.classNorm() && described > 0
        ? classNorm(classIndex, bank, layout, kinds, described)
        : 1;
    name[classIndex] = kinds.name() / total;
    attribute[classIndex] = kinds.attribute() * factor / total;
    analogous[classIndex] = kinds.analogous() * factor / total;
  }

  /** What turns the weighted sum of the class's texts into the unit vector along it, times their weight. */
  private static double classNorm(
      int classIndex,
      EmbeddingMatrix bank,
      TextBankLayout layout,
      KindWeights kinds,
      double described) {
    RowSums sums = new RowSums(bank);
    sums.add(layout.rows(classIndex, TextKind.ATTRIBUTE), kinds.attribute());
    sums.add(layout.rows(classIndex, TextKind.ANALOGOUS), kinds.analogous());
    double norm = sums.norm();
    return norm < NO_DIRECTION * described ? 0 : described / norm;
  }

  /** The weight of the best of the names and synonyms of the class. */
  double ofName(int classIndex) {
    return name[classIndex];
  }

  double ofAttribute(int classIndex) {
    return attribute[classIndex];
  }

  double ofAnalogous(int classIndex) {
    return analogous[classIndex];
  }
}
