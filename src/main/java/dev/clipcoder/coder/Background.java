package dev.clipcoder.coder;

import java.util.BitSet;
import java.util.stream.IntStream;

/** Which classes of a label set are background: they compete with the labels and are never returned. */
public final class Background {

  private static final Background NONE = new Background(new BitSet());

  private final BitSet classes;

  private Background(BitSet classes) {
    this.classes = classes;
  }

  public static Background none() {
    return NONE;
  }

  /** Background are the classes of these indices. */
  public static Background of(IntStream classIndices) {
    BitSet classes = new BitSet();
    classIndices.forEach(classes::set);
    return new Background(classes);
  }

  public boolean contains(int classIndex) {
    return classes.get(classIndex);
  }

  public boolean isEmpty() {
    return classes.isEmpty();
  }

  int count() {
    return classes.cardinality();
  }

  IntStream stream() {
    return classes.stream();
  }
}
