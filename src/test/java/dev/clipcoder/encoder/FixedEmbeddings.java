package dev.clipcoder.encoder;

import dev.clipcoder.embedding.Embedding;
import java.util.Random;

/** Embeddings without a network: the same word always has the same one, for pictures and for texts. */
public final class FixedEmbeddings {

  public static final int DIMENSION = 16;

  private FixedEmbeddings() {}

  public static Embedding of(String word) {
    Random random = new Random(word.hashCode());
    float[] values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.normalized(values);
  }
}
