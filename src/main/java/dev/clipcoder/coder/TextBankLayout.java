package dev.clipcoder.coder;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which rows of a bank of general texts belong to which class and kind. Rows are in class order, within a class
 * first the names, then attributes, analogous things, synonyms; so prefix sums say it all: {@code int[4·classes + 1]},
 * whatever the number of texts.
 */
public final class TextBankLayout {

  private static final int KINDS = 4;

  /** Slot {@code 4·class + kind} begins at this row; the last entry is the number of texts. */
  private final int[] starts;

  private TextBankLayout(int[] starts) {
    this.starts = starts;
  }

  public static Builder builder() {
    return new Builder();
  }

  public int classes() {
    return starts.length / KINDS;
  }

  /** The number of texts, which is the number of rows of the bank and the dimension of the CODER vector. */
  public int texts() {
    return starts[starts.length - 1];
  }

  /** All rows of a class. */
  public RowRange rows(int classIndex) {
    Objects.checkIndex(classIndex, classes());
    return new RowRange(starts[KINDS * classIndex], starts[KINDS * (classIndex + 1)]);
  }

  /** The rows of one general kind of a class. */
  public RowRange rows(int classIndex, TextKind kind) {
    Objects.checkIndex(classIndex, classes());
    int slot = KINDS * classIndex + place(kind);
    return new RowRange(starts[slot], starts[slot + 1]);
  }

  /** The rows of the kinds, of all classes, ascending. */
  public int[] rows(Set<TextKind> kinds) {
    return IntStream.range(0, starts.length - 1)
        .filter(slot -> kinds.contains(kind(slot % KINDS)))
        .flatMap(slot -> IntStream.range(starts[slot], starts[slot + 1]))
        .toArray();
  }

  public int classOf(int row) {
    return slotOf(row) / KINDS;
  }

  public TextKind kindOf(int row) {
    return kind(slotOf(row) % KINDS);
  }

  /** Whether some class has texts beyond names, so that CODER differs from plain CLIP. */
  public boolean hasTextsBeyondNames() {
    return IntStream.range(0, classes())
        .anyMatch(c -> rows(c).size() > rows(c, TextKind.NAME).size());
  }

  /** The last slot that begins at or before the row: empty slots before it begin at the same row. */
  private int slotOf(int row) {
    Objects.checkIndex(row, texts());
    int low = 0;
    int high = starts.length - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (starts[middle] <= row) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int place(TextKind kind) {
    return switch (kind) {
      case NAME -> 0;
      case ATTRIBUTE -> 1;
      case ANALOGOUS -> 2;
      case SYNONYM -> 3;
      case ONE_TO_ONE ->
        throw new IllegalArgumentException("One-to-one texts are not part of a general bank");
    };
  }

  private static TextKind kind(int place) {
    return switch (place) {
      case 0 -> TextKind.NAME;
      case 1 -> TextKind.ATTRIBUTE;
      case 2 -> TextKind.ANALOGOUS;
      default -> TextKind.SYNONYM;
    };
  }

  /** Takes the classes in their order. */
  public static final class Builder {

    private int[] starts = new int[KINDS + 1];
    private int classes;

    private Builder() {}

    /**
     * The next class, by its numbers of texts.
     *
     * @param names at least 1: every class has a name
     */
    public void addClass(int names, int attributes, int analogous, int synonyms) {
      if (names < 1 || attributes < 0 || analogous < 0 || synonyms < 0) {
        throw new IllegalArgumentException(
            "A class needs a name text: names=%d, attributes=%d, analogous=%d, synonyms=%d"
                .formatted(names, attributes, analogous, synonyms));
      }
      int slot = KINDS * classes;
      if (starts.length < slot + KINDS + 1) {
        starts = Arrays.copyOf(starts, 2 * starts.length + KINDS);
      }
      starts[slot + 1] = Math.addExact(starts[slot], names);
      starts[slot + 2] = Math.addExact(starts[slot + 1], attributes);
      starts[slot + 3] = Math.addExact(starts[slot + 2], analogous);
      starts[slot + 4] = Math.addExact(starts[slot + 3], synonyms);
      classes++;
    }

    public TextBankLayout build() {
      if (classes == 0) {
        throw new IllegalStateException("A bank needs at least one class");
      }
      return new TextBankLayout(Arrays.copyOf(starts, KINDS * classes + 1));
    }
  }
}
