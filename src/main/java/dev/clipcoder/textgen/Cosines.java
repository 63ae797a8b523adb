package dev.clipcoder.textgen;

import dev.clipcoder.embedding.Embedding;

/** Cosines to be compared: rounded, since the last digits depend on which texts were encoded together. */
final class Cosines {

  private static final double STEPS = 10_000;

  private Cosines() {}

  static double of(Embedding one, Embedding other) {
    return Math.rint(one.dot(other) * STEPS) / STEPS;
  }
}
