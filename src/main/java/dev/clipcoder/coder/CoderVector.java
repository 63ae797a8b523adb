package dev.clipcoder.coder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import java.util.Set;

/**
 * An image described by its cosines to many texts: {@code v = T·f} (CODER, arXiv 2404.17753, equation of section 3.1
 * with the cosine as distance), or the same picture in the {@linkplain CompactSpace compact space}.
 *
 * @param values {@code float[texts]}, each in [-1, 1] unless normalised or compact
 */
public record CoderVector(float[] values) {

  /** The vector over all rows of a bank, general or one-to-one. */
  public static CoderVector of(EmbeddingMatrix bank, Embedding image) {
    return ofCosines(bank.cosines(image));
  }

  static CoderVector ofCosines(double[] cosines) {
    float[] values = new float[cosines.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) cosines[i];
    }
    return new CoderVector(values);
  }

  public int dimensions() {
    return values.length;
  }

  /** Only the dimensions of the kinds; dimension i is row {@code layout.rows(kinds)[i]}. */
  public CoderVector select(TextBankLayout layout, Set<TextKind> kinds) {
    if (layout.texts() != values.length) {
      throw new IllegalArgumentException("The vector has %d dimensions, the layout %d texts"
          .formatted(values.length, layout.texts()));
    }
    int[] rows = layout.rows(kinds);
    float[] selected = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = values[rows[i]];
    }
    return new CoderVector(selected);
  }

  /** Scaled to length 1; a vector of zeros, or of no dimensions, stays as it is. */
  public CoderVector normalized() {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    if (sum == 0) {
      return this;
    }
    double norm = Math.sqrt(sum);
    float[] unit = new float[values.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (values[i] / norm);
    }
    return new CoderVector(unit);
  }
}
