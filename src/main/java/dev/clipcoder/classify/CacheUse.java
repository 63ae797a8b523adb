package dev.clipcoder.classify;

/** What the embeddings that are kept of pictures did for an answer. */
public enum CacheUse {
  /** Every picture, or part of it, that was asked about was known. */
  HIT,

  /** At least one had to be encoded, by this request or by another that wanted it at the same time. */
  MISS,

  /** No picture was asked about. */
  NONE
}
