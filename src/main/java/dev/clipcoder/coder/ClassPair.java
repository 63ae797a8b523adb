package dev.clipcoder.coder;

/** Two different classes, by index, in no particular order: {@code first < second}. */
public record ClassPair(int first, int second) {

  public ClassPair {
    if (first >= second) {
      throw new IllegalArgumentException("Not in order: %d, %d".formatted(first, second));
    }
  }

  public static ClassPair of(int one, int other) {
    return new ClassPair(Math.min(one, other), Math.max(one, other));
  }
}
