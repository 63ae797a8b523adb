package dev.clipcoder.api;

import java.util.List;

/** A request that is refused before any feature has seen it. */
final class ProblemException extends RuntimeException {

  private final ProblemType type;
  private final String detail;
  private final List<FieldProblem> errors;

  ProblemException(ProblemType type, String detail) {
    this(type, detail, List.of());
  }

  /** One field is at fault, and the sentence about it is the whole story. */
  ProblemException(ProblemType type, String detail, String field) {
    this(type, detail, List.of(new FieldProblem(field, detail)));
  }

  private ProblemException(ProblemType type, String detail, List<FieldProblem> errors) {
    super(detail);
    this.type = type;
    this.detail = detail;
    this.errors = errors;
  }

  ProblemType type() {
    return type;
  }

  String detail() {
    return detail;
  }

  List<FieldProblem> errors() {
    return errors;
  }
}
