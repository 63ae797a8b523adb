package dev.clipcoder.classify;

import dev.clipcoder.coder.TextKind;
import java.util.Set;

/** Which texts of a label set a CODER vector is about. */
public sealed interface TextSelection {

  /**
   * The general texts of all classes.
   *
   * @param kinds which of them; at least one, not {@link TextKind#ONE_TO_ONE}
   */
  record General(Set<TextKind> kinds) implements TextSelection {

    /** Every general text. */
    public static final General ALL = new General(
        Set.of(TextKind.NAME, TextKind.ATTRIBUTE, TextKind.ANALOGOUS, TextKind.SYNONYM));

    public General {
      kinds = Set.copyOf(kinds);
    }
  }

  /** The one-to-one texts of two classes: first how the label differs from the other, then the reverse. */
  record OneToOne(String label, String other) implements TextSelection {}
}
