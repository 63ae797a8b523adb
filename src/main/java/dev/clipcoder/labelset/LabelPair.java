package dev.clipcoder.labelset;

/** Two labels of one set, in alphabetical order. */
public record LabelPair(String first, String second) {

  public static LabelPair of(String one, String other) {
    return one.compareTo(other) <= 0 ? new LabelPair(one, other) : new LabelPair(other, one);
  }
}
