package dev.clipcoder.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactSpaceProperties {

  private static void assertSameCosines(List<float[]> texts, List<float[]> images) {
    EmbeddingMatrix bank = RandomSet.matrix(texts);
    CompactSpace space = CompactSpace.of(bank);
    assertThat(space.dimensions()).isEqualTo(Math.min(bank.rows(), bank.dimension()));
    for (float[] one : images) {
      for (float[] other : images) {
        assertThat(cosine(project(space, one), project(space, other)))
            .isCloseTo(cosine(vector(texts, one), vector(texts, other)), within(1e-6));
      }
      double[] direct = vector(texts, one);
      double[] compact = project(space, one);
      assertThat(Math.sqrt(dot(compact, compact)))
          .isCloseTo(Math.sqrt(dot(direct, direct)), within(1e-6 * texts.size()));
    }
  }

  private static double[] project(CompactSpace space, float[] image) {
    float[] values = space.project(Embedding.ofUnit(image)).values();
    assertThat(values).hasSize(space.dimensions());
    double[] projection = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      projection[i] = values[i];
    }
    return projection;
  }

  private static double[] vector(List<float[]> texts, float[] image) {
    return texts.stream().mapToDouble(text -> Oracle.dot(text, image)).toArray();
  }

  private static double cosine(double[] one, double[] other) {
    return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  @Property(tries = 200, seed = "60")
  void compactVector_hasTheSameCosines(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 400) int texts,
      @ForAll @IntRange(min = 2, max = 40) int dimension) {
    Random random = new Random(seed);
    assertSameCosines(
        RandomSet.texts(random, texts, dimension), RandomSet.texts(random, 4, dimension));
  }

  @ParameterizedTest
  @CsvSource({"20", "300", "511", "512", "513", "812"})
  void compactVector_hasTheSameCosinesAtFullSize(int texts) {
    Random random = new Random(texts);
    assertSameCosines(RandomSet.texts(random, texts, 512), RandomSet.texts(random, 5, 512));
  }

  /** A thousand texts in a space of seven dimensions, some columns zero: a Cholesky decomposition would fail. */
  @Test
  void compactVector_hasTheSameCosinesForABankOfLowRank() {
    Random random = new Random(7);
    List<float[]> directions = RandomSet.texts(random, 7, 64);
    List<float[]> texts = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      float[] text = new float[64];
      for (float[] direction : directions) {
        float factor = (float) random.nextGaussian();
        for (int j = 10; j < 64; j++) {
          text[j] += factor * direction[j];
        }
      }
      texts.add(Embedding.normalized(text).toArray());
    }
    assertSameCosines(texts, RandomSet.texts(random, 5, 64));
  }

  /** Texts of CLIP lie in a narrow cone; what images share with all of them drowns what tells them apart. */
  @Test
  void compactVector_hasTheSameCosinesForTextsInACone() {
    Random random = new Random(8);
    float[] axis = RandomSet.unit(random, 128);
    List<float[]> texts = new ArrayList<>();
    for (float[] text : RandomSet.texts(random, 3000, 128)) {
      for (int i = 0; i < text.length; i++) {
        text[i] = 0.3f * text[i] + axis[i];
      }
      texts.add(Embedding.normalized(text).toArray());
    }
    assertSameCosines(texts, RandomSet.texts(random, 5, 128));
  }

  @Test
  void compactVector_hasTheSameCosinesForRepeatedTexts() {
    Random random = new Random(9);
    List<float[]> one = RandomSet.texts(random, 1, 16);
    List<float[]> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.addAll(one);
    }
    assertSameCosines(texts, RandomSet.texts(random, 3, 16));
  }
}
