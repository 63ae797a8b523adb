package dev.clipcoder.coder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A label set of random texts and an image, as plain arrays for the {@link Oracle} and as what the code takes.
 *
 * @param pairs texts by "label|other"
 */
record RandomSet(
    List<ClassTexts> classes,
    Map<String, List<float[]>> pairs,
    boolean[] background,
    float[] image) {

  private static final int MOST_IN_PAIRS = 20;

  record ClassTexts(
      List<float[]> names,
      List<float[]> attributes,
      List<float[]> analogous,
      List<float[]> synonyms) {}

  /** One to six classes; many with only a name, some equal to another class, some background. */
  static RandomSet of(long seed) {
    Random random = new Random(seed);
    return of(random, 1 + random.nextInt(6), 2 + random.nextInt(40));
  }

  static RandomSet of(Random random, int classes, int dimension) {
    List<ClassTexts> texts = new ArrayList<>();
    boolean[] background = new boolean[classes];
    for (int c = 0; c < classes; c++) {
      if (c > 0 && random.nextInt(5) == 0) {
        texts.add(texts.get(random.nextInt(c)));
      } else {
        boolean nameOnly = random.nextInt(3) == 0;
        texts.add(new ClassTexts(
            texts(random, 1 + random.nextInt(3), dimension),
            texts(random, nameOnly ? 0 : random.nextInt(5), dimension),
            texts(random, nameOnly ? 0 : random.nextInt(5), dimension),
            texts(random, nameOnly ? 0 : random.nextInt(3), dimension)));
      }
      background[c] = c > 0 && random.nextInt(4) == 0;
    }
    Map<String, List<float[]>> pairs = new HashMap<>();
    for (int c = 0; c < Math.min(classes, MOST_IN_PAIRS); c++) {
      for (int other = 0; other < Math.min(classes, MOST_IN_PAIRS); other++) {
        // Two thirds of the directions: pairs with two, one and no direction all occur.
        if (c != other && random.nextInt(3) > 0) {
          pairs.put(c + "|" + other, texts(random, random.nextInt(4), dimension));
        }
      }
    }
    return new RandomSet(texts, pairs, background, unit(random, dimension));
  }

  static List<float[]> texts(Random random, int count, int dimension) {
    return IntStream.range(0, count).mapToObj(_ -> unit(random, dimension)).toList();
  }

  static float[] unit(Random random, int dimension) {
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.normalized(values).toArray();
  }

  List<float[]> rows() {
    List<float[]> rows = new ArrayList<>();
    for (ClassTexts texts : classes) {
      rows.addAll(texts.names());
      rows.addAll(texts.attributes());
      rows.addAll(texts.analogous());
      rows.addAll(texts.synonyms());
    }
    return rows;
  }

  EmbeddingMatrix bank() {
    return matrix(rows());
  }

  static EmbeddingMatrix matrix(List<float[]> rows) {
    return EmbeddingMatrix.of(rows.stream().map(Embedding::ofUnit).toList());
  }

  TextBankLayout layout() {
    TextBankLayout.Builder layout = TextBankLayout.builder();
    for (ClassTexts texts : classes) {
      layout.addClass(
          texts.names().size(),
          texts.attributes().size(),
          texts.analogous().size(),
          texts.synonyms().size());
    }
    return layout.build();
  }

  PairDifferences differences() {
    PairDifferences.Builder builder = PairDifferences.builder();
    pairs.forEach((pair, texts) -> {
      int bar = pair.indexOf('|');
      builder.add(
          Integer.parseInt(pair.substring(0, bar)),
          Integer.parseInt(pair.substring(bar + 1)),
          texts.stream().map(Embedding::ofUnit).toList());
    });
    return builder.build();
  }

  Background backgroundClasses() {
    return Background.of(IntStream.range(0, background.length).filter(c -> background[c]));
  }

  Embedding embedding() {
    return Embedding.ofUnit(image);
  }
}
