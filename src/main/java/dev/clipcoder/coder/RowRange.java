package dev.clipcoder.coder;

/** Consecutive rows of a bank: from the first to before {@code to}; may be empty. */
public record RowRange(int from, int to) {

  public int size() {
    return to - from;
  }
}
