package dev.clipcoder.classify;

/** What pictures have in common whose embeddings are the same. */
sealed interface PictureName {

  /** A SHA-256, see {@link PictureNames#byContent}: small and quick to compare. */
  record Content(long first, long second, long third, long fourth) implements PictureName {}

  /** Of one picture alone, whatever others look like: equal to nothing but itself. */
  final class Unshared implements PictureName {}
}
