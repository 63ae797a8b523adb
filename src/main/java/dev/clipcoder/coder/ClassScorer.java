package dev.clipcoder.coder;

import dev.clipcoder.embedding.Embedding;

/** Scores an image against every class of a label set, on the cosine scale. Immutable and thread-safe. */
public sealed interface ClassScorer permits FullBankScorer, CollapsedHead, NameHead {

  /** The score of every class in class order: {@code double[classes]}. */
  double[] scores(Embedding image);
}
