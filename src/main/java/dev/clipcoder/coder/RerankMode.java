package dev.clipcoder.coder;

/** By what the rerank orders its candidates. */
public enum RerankMode {
  /** By the one-to-one comparison r alone, as in the paper. */
  REPLACE,
  /** By {@code s + λ·r}: the first-stage score has a say. */
  FUSED
}
