package dev.clipcoder.coder;

import dev.clipcoder.embedding.TopK;
import java.util.Arrays;
import java.util.List;

/** Which texts decided. Works on similarities, so that they may be computed wherever the bank is. */
public final class Explanation {

  private final TextBankLayout layout;
  private final TextWeights weights;

  public Explanation(TextBankLayout layout, TextWeights weights) {
    this.layout = layout;
    this.weights = weights;
  }

  /**
   * The n texts that contribute most to the score of a class, the largest contribution first. Of names and synonyms
   * only the best one does; texts that have no weight are left out.
   *
   * @param similarities the cosines of the image with {@code layout.rows(classIndex)}
   */
  public List<TextContribution> deciding(int classIndex, double[] similarities, int n) {
    RowRange rows = layout.rows(classIndex);
    if (similarities.length != rows.size()) {
      throw new IllegalArgumentException("%d similarities for the %d texts of class %d"
          .formatted(similarities.length, rows.size(), classIndex));
    }
    double[] textWeights = textWeights(classIndex, similarities);
    double[] contributions = new double[similarities.length];
    Arrays.setAll(contributions, i -> textWeights[i] * similarities[i]);
    return Arrays.stream(TopK.of(contributions, n, i -> textWeights[i] > 0))
        .mapToObj(
            i -> new TextContribution(neighbor(rows.from() + i, similarities[i]), contributions[i]))
        .toList();
  }

  /** The n texts of the whole bank that are nearest to the image, the nearest first. */
  public List<TextNeighbor> nearest(CoderVector vector, int n) {
    double[] similarities = new double[layout.texts()];
    Arrays.setAll(similarities, row -> vector.values()[row]);
    return Arrays.stream(TopK.of(similarities, n))
        .mapToObj(row -> neighbor(row, similarities[row]))
        .toList();
  }

  private TextNeighbor neighbor(int row, double similarity) {
    return new TextNeighbor(row, layout.classOf(row), layout.kindOf(row), similarity);
  }

  private double[] textWeights(int classIndex, double[] similarities) {
    int from = layout.rows(classIndex).from();
    double[] textWeights = new double[similarities.length];
    int name = -1;
    for (int i = 0; i < textWeights.length; i++) {
      switch (layout.kindOf(from + i)) {
        case ATTRIBUTE -> textWeights[i] = weights.ofAttribute(classIndex);
        case ANALOGOUS -> textWeights[i] = weights.ofAnalogous(classIndex);
        case NAME, SYNONYM -> name = name < 0 || similarities[i] > similarities[name] ? i : name;
        case ONE_TO_ONE -> throw new IllegalStateException("No such kind in a general bank");
      }
    }
    textWeights[name] = weights.ofName(classIndex);
    return textWeights;
  }
}
