package dev.clipcoder.coder.fewshot;

import dev.clipcoder.coder.CompactSpace;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A support of random vectors in a cone, as plain arrays for the oracle and as what the code takes. */
record RandomSupport(
    List<Embedding> texts, List<Embedding> bank, double scale, List<SupportExample> examples) {

  /** One to five classes; some without examples, some examples with views, some equal to another. */
  static RandomSupport of(long seed) {
    Random random = new Random(seed);
    int[] shots = new int[1 + random.nextInt(5)];
    for (int c = 0; c < shots.length; c++) {
      shots[c] = random.nextInt(5);
    }
    shots[random.nextInt(shots.length)] += 1;
    int dimension = 2 + random.nextInt(12);
    return of(random, dimension, 1 + random.nextInt(25), shots, 2);
  }

  static RandomSupport of(Random random, int dimension, int texts, int[] shots, int mostViews) {
    List<SupportExample> examples = new ArrayList<>();
    for (int c = 0; c < shots.length; c++) {
      for (int i = 0; i < shots[c]; i++) {
        String group = c + "/" + i;
        for (int view = 0; view <= random.nextInt(mostViews + 1); view++) {
          boolean again = !examples.isEmpty() && random.nextInt(10) == 0;
          examples.add(new SupportExample(
              again
                  ? examples.get(random.nextInt(examples.size())).embedding()
                  : unit(random, dimension),
              c,
              group));
        }
      }
    }
    Collections.shuffle(examples, random);
    return new RandomSupport(
        units(random, shots.length, dimension),
        units(random, texts, dimension),
        1 + 99 * random.nextDouble(),
        examples);
  }

  static List<Embedding> units(Random random, int count, int dimension) {
    return IntStream.range(0, count).mapToObj(_ -> unit(random, dimension)).toList();
  }

  /** In a cone around (1, 1, …), as embeddings of CLIP lie. */
  static Embedding unit(Random random, int dimension) {
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) (0.7 + random.nextGaussian());
    }
    return Embedding.normalized(values);
  }

  RandomSupport with(List<SupportExample> other) {
    return new RandomSupport(texts, bank, scale, other);
  }

  Support support() {
    return Support.inSpace(
        EmbeddingMatrix.of(texts), scale, CompactSpace.of(EmbeddingMatrix.of(bank)), examples);
  }

  FewShotOracle oracle() {
    return new FewShotOracle(
        rows(texts),
        rows(bank),
        scale,
        examples.stream().map(example -> values(example.embedding())).toList(),
        examples.stream().map(SupportExample::classIndex).toList());
  }

  static double[][] rows(List<Embedding> embeddings) {
    return embeddings.stream().map(RandomSupport::values).toArray(double[][]::new);
  }

  static double[] values(Embedding embedding) {
    float[] values = embedding.toArray();
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
