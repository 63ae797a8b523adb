package dev.clipcoder.api;

import dev.clipcoder.classify.ClassifyException;
import dev.clipcoder.embedding.InvalidEmbeddingException;
import dev.clipcoder.encoder.EncoderException;
import dev.clipcoder.image.ImageException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** What is wrong with one item of many, told as it is of a request. */
@Component
final class ItemProblems {

  private final ProblemAdvice advice;

  ItemProblems(ProblemAdvice advice) {
    this.advice = advice;
  }

  Problem of(Throwable failure, HttpServletRequest request) {
    ResponseEntity<Object> answer = switch (failure) {
      case ProblemException problem -> advice.refused(problem);
      case ImageException problem -> advice.image(problem);
      case EncoderException problem -> advice.encoder(problem);
      case ClassifyException problem -> advice.impossible(problem);
      case InvalidEmbeddingException problem -> advice.embedding(problem);
      default -> advice.unexpectedItem(failure, request);
    };
    if (answer.getBody() instanceof ProblemDetail detail) {
      return problem(detail, request.getRequestURI());
    }
    throw new IllegalStateException("An answer without a problem", failure);
  }

  private static Problem problem(ProblemDetail detail, String instance) {
    return new Problem(
        Objects.requireNonNull(detail.getType()),
        Objects.requireNonNull(detail.getTitle()),
        detail.getStatus(),
        Objects.requireNonNull(detail.getDetail()),
        instance,
        fields(detail));
  }

  private static List<FieldProblem> fields(ProblemDetail detail) {
    return detail.getProperties() != null
            && detail.getProperties().get("errors") instanceof List<?> errors
        ? errors.stream().map(FieldProblem.class::cast).toList()
        : List.of();
  }
}
