package dev.clipcoder.labelset;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.labelset.BankTexts.BankText;
import dev.clipcoder.textgen.PhraseEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The direction of each class's texts: the renormalised mean of their embeddings, {@code float[dimension]}. Classes
 * that are background have none.
 *
 * @param classes the indexes of the classes, in order
 * @param vectors in the order of these
 */
record ClassVectors(List<Integer> classes, List<Embedding> vectors) {

  /** Texts encoded together, so that a bank of any size passes through little memory. */
  private static final int CHUNK = 2048;

  ClassVectors {
    classes = List.copyOf(classes);
    vectors = List.copyOf(vectors);
  }

  static ClassVectors of(LabelSetDefinition definition, PhraseEncoder encoder)
      throws InterruptedException {
    List<BankText> texts = Expansion.of(definition).texts().stream()
        .filter(text -> !definition.classes().get(text.classIndex()).background())
        .toList();
    SequencedMap<Integer, double[]> sums = new LinkedHashMap<>();
    for (int from = 0; from < texts.size(); from += CHUNK) {
      List<BankText> chunk = texts.subList(from, Math.min(from + CHUNK, texts.size()));
      List<Embedding> encoded =
          encoder.encode(chunk.stream().map(BankText::text).toList());
      for (int i = 0; i < chunk.size(); i++) {
        float[] values = encoded.get(i).toArray();
        double[] sum =
            sums.computeIfAbsent(chunk.get(i).classIndex(), _ -> new double[values.length]);
        for (int d = 0; d < values.length; d++) {
          sum[d] += values[d];
        }
      }
    }
    return new ClassVectors(
        List.copyOf(sums.sequencedKeySet()),
        sums.sequencedValues().stream().map(ClassVectors::direction).toList());
  }

  private static Embedding direction(double[] sum) {
    float[] values = new float[sum.length];
    for (int d = 0; d < sum.length; d++) {
      values[d] = (float) sum[d];
    }
    return Embedding.normalized(values);
  }

  /** Copies, to be compared fast. */
  float[][] rows() {
    return vectors.stream().map(Embedding::toArray).toArray(float[][]::new);
  }
}
