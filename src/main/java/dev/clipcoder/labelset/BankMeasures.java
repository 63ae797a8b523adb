package dev.clipcoder.labelset;

import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.labelset.BankTexts.BankText;
import dev.clipcoder.textbank.TextStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What the embeddings of a set's texts tell, class by class, in the order of the definition. */
record BankMeasures(List<OfClass> classes) {

  /** Texts loaded together, so that a bank of any size passes through little memory. */
  private static final int CHUNK = 2048;

  BankMeasures {
    classes = List.copyOf(classes);
  }

  /**
   * One class.
   *
   * @param truncated texts of which the model reads the beginning only
   * @param meanCosine of two different texts; null for one text
   * @param nearest index of the class whose mean text is nearest; -1 for none
   * @param nearestCosine of the mean texts
   */
  record OfClass(int truncated, @Nullable Double meanCosine, int nearest, double nearestCosine) {}

  /** Mean over the classes that have two texts or more; null where there is none. */
  @Nullable
  Double diversity() {
    OptionalDouble mean = classes.stream()
        .map(OfClass::meanCosine)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average();
    return mean.isPresent() ? mean.getAsDouble() : null;
  }

  static BankMeasures of(ServedLabelSet set, TextStore store) {
    LabelSetDefinition definition = set.version().definition();
    int classes = definition.classes().size();
    double[][] sums = new double[classes][];
    int[] counts = new int[classes];
    int[] truncated = new int[classes];
    List<BankText> texts = set.texts().texts();
    for (int from = 0; from < texts.size(); from += CHUNK) {
      List<BankText> chunk = texts.subList(from, Math.min(from + CHUNK, texts.size()));
      List<EncodedText> encoded = store.load(chunk.stream().map(BankText::text).toList());
      for (int i = 0; i < chunk.size(); i++) {
        int index = chunk.get(i).classIndex();
        float[] values = encoded.get(i).embedding().toArray();
        if (sums[index] == null) {
          sums[index] = new double[values.length];
        }
        add(sums[index], values);
        counts[index]++;
        truncated[index] += encoded.get(i).truncated() ? 1 : 0;
      }
    }
    List<OfClass> measures = new ArrayList<>();
    float[][] directions = new float[classes][];
    for (int i = 0; i < classes; i++) {
      directions[i] = direction(sums[i]);
    }
    for (int i = 0; i < classes; i++) {
      int nearest = nearest(definition, directions, i);
      measures.add(new OfClass(
          truncated[i],
          meanCosine(sums[i], counts[i]),
          nearest,
          nearest < 0 ? 0 : dot(directions[i], directions[nearest])));
    }
    return new BankMeasures(measures);
  }

  private static void add(double[] sum, float[] values) {
    for (int d = 0; d < values.length; d++) {
      sum[d] += values[d];
    }
  }

  /** Of n unit vectors with the sum s: (|s|² − n) / (n (n − 1)). */
  private static @Nullable Double meanCosine(double[] sum, int count) {
    if (count < 2) {
      return null;
    }
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    return (square - count) / ((double) count * (count - 1));
  }

  private static float[] direction(double[] sum) {
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    double norm = Math.sqrt(square);
    float[] direction = new float[sum.length];
    for (int d = 0; d < sum.length && norm > 0; d++) {
      direction[d] = (float) (sum[d] / norm);
    }
    return direction;
  }

  /** Of two equally near ones the first; background classes are no answers. */
  private static int nearest(LabelSetDefinition definition, float[][] directions, int index) {
    if (definition.classes().get(index).background()) {
      return -1;
    }
    int nearest = -1;
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < directions.length; i++) {
      if (i != index && !definition.classes().get(i).background()) {
        double cosine = dot(directions[index], directions[i]);
        if (cosine > best) {
          best = cosine;
          nearest = i;
        }
      }
    }
    return nearest;
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int d = 0; d < one.length; d++) {
      sum += (double) one[d] * other[d];
    }
    return sum;
  }
}
