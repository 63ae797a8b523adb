package dev.clipcoder.labelset;

/** For which pairs of classes one-to-one texts are wanted. */
sealed interface PairChoice {

  /** None. */
  record None() implements PairChoice {}

  /** The pairs of classes whose texts are nearest to each other. */
  record Nearest(int pairs) implements PairChoice {}

  /** Those that met in a rerank and lack texts, those that met most often first. */
  record Missing() implements PairChoice {}
}
