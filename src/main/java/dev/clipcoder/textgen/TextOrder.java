package dev.clipcoder.textgen;

import dev.clipcoder.coder.ClassPair;
import dev.clipcoder.coder.TextKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What texts are wanted.
 *
 * @param classes all classes of the set: what is said of one must not be true of another
 * @param domain what all classes are, such as "a type of pet"
 * @param kinds of text for each class: attribute, analogous, synonym; empty for pairs only
 * @param perClass most texts of a class, over its kinds
 * @param pairs of classes, by index, for which one-to-one texts are wanted, in both directions
 * @param perPair most texts of a pair in each direction
 */
public record TextOrder(
    List<ClassName> classes,
    @Nullable String domain,
    Set<TextKind> kinds,
    int perClass,
    List<ClassPair> pairs,
    int perPair) {

  /** The kinds that can be made for a class, in the order in which they take turns. */
  public static final List<TextKind> KINDS =
      List.of(TextKind.ATTRIBUTE, TextKind.ANALOGOUS, TextKind.SYNONYM);

  public TextOrder {
    classes = List.copyOf(classes);
    pairs = List.copyOf(pairs);
    kinds = kinds.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(kinds));
    if (!KINDS.containsAll(kinds)) {
      throw new IllegalArgumentException("Not made for a class: " + kinds);
    }
  }

  /** The wanted kinds, in the order in which they take turns. */
  List<TextKind> turns() {
    return KINDS.stream().filter(kinds::contains).toList();
  }
}
