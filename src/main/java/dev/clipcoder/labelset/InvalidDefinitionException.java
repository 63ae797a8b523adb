package dev.clipcoder.labelset;

import java.util.List;

/** A definition that cannot be read, or that says something impossible; it tells everything that was found. */
public final class InvalidDefinitionException extends LabelSetException {

  private final List<DefinitionProblem> problems;
  private final boolean malformed;

  private InvalidDefinitionException(List<DefinitionProblem> problems, boolean malformed) {
    super(message(problems));
    this.problems = List.copyOf(problems);
    this.malformed = malformed;
  }

  /** Of another shape than a definition: a wrong type, an unknown or a missing member. */
  static InvalidDefinitionException malformed(List<DefinitionProblem> problems) {
    return new InvalidDefinitionException(problems, true);
  }

  /** Understood, but impossible. */
  static InvalidDefinitionException impossible(List<DefinitionProblem> problems) {
    return new InvalidDefinitionException(problems, false);
  }

  static InvalidDefinitionException impossible(String field, String sentence) {
    return impossible(List.of(new DefinitionProblem(field, sentence)));
  }

  private static String message(List<DefinitionProblem> problems) {
    DefinitionProblem first = problems.getFirst();
    String where = first.field().isEmpty() ? "" : first.field() + ": ";
    return problems.size() == 1
        ? where + first.sentence()
        : "%s%s (and %d more)".formatted(where, first.sentence(), problems.size() - 1);
  }

  public List<DefinitionProblem> problems() {
    return problems;
  }

  public boolean isMalformed() {
    return malformed;
  }
}
