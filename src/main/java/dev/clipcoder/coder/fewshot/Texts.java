package dev.clipcoder.coder.fewshot;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;

/** What the classes' texts say about an image: plain CLIP, to which the methods add what the examples say. */
final class Texts {

  /** {@code double[dimension][classes]}. */
  private final double[][] columns;

  private final double logitScale;

  Texts(EmbeddingMatrix names, double logitScale) {
    this.columns = new double[names.dimension()][names.rows()];
    this.logitScale = logitScale;
    float[] row = new float[names.dimension()];
    for (int c = 0; c < names.rows(); c++) {
      names.copyRow(c, row);
      for (int i = 0; i < row.length; i++) {
        columns[i][c] = row[i];
      }
    }
  }

  int classes() {
    return columns[0].length;
  }

  int dimension() {
    return columns.length;
  }

  double logitScale() {
    return logitScale;
  }

  /** The embedding in double. */
  double[] vector(Embedding embedding) {
    float[] values = embedding.toArray();
    if (values.length != columns.length) {
      throw new IllegalArgumentException(
          "Dimensions differ: %d and %d".formatted(columns.length, values.length));
    }
    double[] vector = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      vector[i] = values[i];
    }
    return vector;
  }

  /** {@code f·W}: {@code double[classes]}. */
  double[] cosines(double[] image) {
    return Products.of(image, columns);
  }

  /** {@code F·W}: {@code double[images][classes]}. */
  double[][] cosines(double[][] images) {
    return Products.of(images, columns);
  }

  /**
   * The logits of a method: those of the texts, where it uses them, plus α times what the examples say. Nothing is known
   * from examples about a class that has none; it gets the mean of what they say about the others, so that they speak
   * neither for nor against it.
   *
   * @param cosines of the image with the texts
   * @param said by the examples about every class
   * @param counts of examples by class, at least one of them above 0
   */
  double[] logits(FewShotMethod method, double[] cosines, double[] said, int[] counts) {
    double sum = 0;
    int known = 0;
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] > 0) {
        sum += said[c];
        known++;
      }
    }
    double[] logits = new double[counts.length];
    for (int c = 0; c < logits.length; c++) {
      double evidence = counts[c] > 0 ? said[c] : sum / known;
      logits[c] = (method.usesTexts() ? logitScale * cosines[c] : 0) + method.alpha() * evidence;
    }
    return logits;
  }
}
