package dev.clipcoder.api;

import dev.clipcoder.coder.fewshot.TooManyExamplesException;
import dev.clipcoder.fewshot.InvalidSupportSetException;
import dev.clipcoder.fewshot.NoExamplesException;
import dev.clipcoder.fewshot.StaleSupportSetException;
import dev.clipcoder.fewshot.SupportSet;
import dev.clipcoder.fewshot.SupportSetException;
import dev.clipcoder.fewshot.SupportSetNotReadyException;
import dev.clipcoder.fewshot.SupportSets;
import dev.clipcoder.fewshot.TooManySupportExamplesException;
import dev.clipcoder.fewshot.UnknownExampleException;
import dev.clipcoder.fewshot.UnknownSupportSetException;
import dev.clipcoder.image.ArchiveException;
import dev.clipcoder.image.ArchiveTooLargeException;
import dev.clipcoder.image.DamagedArchiveException;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What exceptions of support sets are over HTTP; before {@link ProblemAdvice}, which has an answer to any exception. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SupportSetProblems {

  private final SupportSets sets;

  SupportSetProblems(SupportSets sets) {
    this.sets = sets;
  }

  @ExceptionHandler
  ResponseEntity<Object> supportSet(SupportSetException problem) {
    String detail = ProblemAdvice.message(problem);
    return switch (problem) {
      case InvalidSupportSetException invalid -> invalid(invalid);
      case UnknownSupportSetException unknown ->
        ProblemAdvice.respond(
            ProblemType.NOT_FOUND,
            detail
                + Nearest.suggestion(
                    unknown.id(),
                    sets.list("", ProblemAdvice.MOST_SUGGESTED).stream()
                        .map(SupportSet::id)
                        .toList()),
            List.of());
      case UnknownExampleException _ ->
        ProblemAdvice.respond(ProblemType.NOT_FOUND, detail, List.of());
      case StaleSupportSetException _ ->
        ProblemAdvice.respond(ProblemType.PRECONDITION_FAILED, detail, List.of());
      case TooManySupportExamplesException _ ->
        ProblemAdvice.respond(ProblemType.TOO_LARGE, detail, List.of());
      case NoExamplesException _ ->
        ProblemAdvice.respond(ProblemType.IMPOSSIBLE_REQUEST, detail, List.of());
      case SupportSetNotReadyException waiting ->
        waiting.comes()
            ? ProblemAdvice.respondLater(
                ProblemType.UNAVAILABLE, detail, ProblemAdvice.UNAVAILABLE_RETRY)
            : ProblemAdvice.respond(ProblemType.CONFLICT, detail, List.of());
    };
  }

  private static ResponseEntity<Object> invalid(InvalidSupportSetException problem) {
    String detail = ProblemAdvice.message(problem)
        + (problem.given().isEmpty()
            ? ""
            : Nearest.suggestion(
                problem.given(),
                problem.known().stream().limit(ProblemAdvice.MOST_SUGGESTED).toList()));
    return ProblemAdvice.respond(
        problem.isMalformed() ? ProblemType.MALFORMED_REQUEST : ProblemType.IMPOSSIBLE_REQUEST,
        detail,
        List.of(new FieldProblem(problem.field(), detail)));
  }

  @ExceptionHandler
  ResponseEntity<Object> tooManyExamples(TooManyExamplesException problem) {
    String detail = ProblemAdvice.message(problem);
    return ProblemAdvice.respond(
        ProblemType.IMPOSSIBLE_REQUEST, detail, List.of(new FieldProblem("method", detail)));
  }

  @ExceptionHandler
  ResponseEntity<Object> archive(ArchiveException problem) {
    return ProblemAdvice.respond(
        switch (problem) {
          case DamagedArchiveException _ -> ProblemType.MALFORMED_REQUEST;
          case ArchiveTooLargeException _ -> ProblemType.TOO_LARGE;
        },
        ProblemAdvice.message(problem),
        List.of());
  }
}
