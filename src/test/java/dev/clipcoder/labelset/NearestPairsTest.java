package dev.clipcoder.labelset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.coder.ClassPair;
import dev.clipcoder.embedding.Embedding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestPairsTest {

  private static final int CLASSES = 12;

  private static ClassVectors random(long seed) {
    Random random = new Random(seed);
    List<Embedding> vectors = IntStream.range(0, CLASSES)
        .mapToObj(_ -> {
          float[] values = new float[5];
          for (int d = 0; d < values.length; d++) {
            values[d] = (float) random.nextGaussian();
          }
          return Embedding.normalized(values);
        })
        .toList();
    // Every second class only, as where others are background.
    return new ClassVectors(IntStream.range(0, CLASSES).mapToObj(i -> 2 * i).toList(), vectors);
  }

  private static double cosine(ClassVectors vectors, ClassPair pair) {
    float[] first = vectors.vectors().get(pair.first() / 2).toArray();
    float[] second = vectors.vectors().get(pair.second() / 2).toArray();
    double sum = 0;
    for (int d = 0; d < first.length; d++) {
      sum += (double) first[d] * second[d];
    }
    return sum;
  }

  @Test
  void nearest_areFirst_asWhenAllAreSorted() throws InterruptedException {
    for (long seed = 0; seed < 5; seed++) {
      ClassVectors vectors = random(seed);
      List<ClassPair> sorted = new ArrayList<>();
      for (int i = 0; i < CLASSES; i++) {
        for (int j = i + 1; j < CLASSES; j++) {
          sorted.add(new ClassPair(2 * i, 2 * j));
        }
      }
      sorted.sort(
          Comparator.comparingDouble((ClassPair pair) -> cosine(vectors, pair)).reversed());
      assertThat(NearestPairs.of(vectors, 7)).isEqualTo(sorted.subList(0, 7));
      assertThat(NearestPairs.of(vectors, 1000)).isEqualTo(sorted);
    }
  }

  @Test
  void equallyNear_areInTheOrderOfTheClasses() throws InterruptedException {
    Embedding one = Embedding.normalized(new float[] {1, 0});
    ClassVectors alike = new ClassVectors(List.of(0, 1, 2), List.of(one, one, one));
    assertThat(NearestPairs.of(alike, 2)).containsExactly(new ClassPair(0, 1), new ClassPair(0, 2));
  }
}
