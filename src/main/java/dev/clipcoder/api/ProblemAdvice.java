package dev.clipcoder.api;

import dev.clipcoder.classify.CallerGoneException;
import dev.clipcoder.classify.ClassifyException;
import dev.clipcoder.classify.FaultyPictureException;
import dev.clipcoder.classify.ImpossibleMethodException;
import dev.clipcoder.classify.ImpossibleRerankException;
import dev.clipcoder.classify.ImpossibleSelectionException;
import dev.clipcoder.classify.InvalidLabelException;
import dev.clipcoder.classify.InvalidTemplateException;
import dev.clipcoder.classify.TextTooLongException;
import dev.clipcoder.classify.UnknownLabelException;
import dev.clipcoder.classify.WrongDimensionException;
import dev.clipcoder.database.DatabaseUnavailableException;
import dev.clipcoder.embedding.InvalidEmbeddingException;
import dev.clipcoder.encoder.DeadlineExceededException;
import dev.clipcoder.encoder.EncoderException;
import dev.clipcoder.encoder.EncoderOverloadedException;
import dev.clipcoder.encoder.EncoderUnavailableException;
import dev.clipcoder.image.ImageException;
import dev.clipcoder.image.ImageTooLargeException;
import dev.clipcoder.image.InvalidRegionException;
import dev.clipcoder.image.UndecodableImageException;
import dev.clipcoder.image.UnsupportedImageException;
import dev.clipcoder.jobs.UnknownJobException;
import dev.clipcoder.labelset.FileManagedLabelSetException;
import dev.clipcoder.labelset.InvalidDefinitionException;
import dev.clipcoder.labelset.LabelSetBuildingException;
import dev.clipcoder.labelset.LabelSetException;
import dev.clipcoder.labelset.LabelSetGeneratingException;
import dev.clipcoder.labelset.LabelSetInUseException;
import dev.clipcoder.labelset.LabelSetNotReadyException;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.StaleLabelSetException;
import dev.clipcoder.labelset.UnknownLabelSetException;
import dev.clipcoder.security.AccessException;
import dev.clipcoder.security.ForbiddenException;
import dev.clipcoder.security.RejectedPathException;
import dev.clipcoder.security.UnauthenticatedException;
import dev.clipcoder.security.UndecidedEndpointException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.impl.FileCountLimitExceededException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;

/** The one place where exceptions become HTTP. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  /** An encoder that loads or drains does so for seconds. */
  static final Duration UNAVAILABLE_RETRY = Duration.ofSeconds(5);

  /** Bodies are read and answered within seconds, and the header knows only whole ones. */
  private static final Duration OVERLOADED_RETRY = Duration.ofSeconds(1);

  /** Most builds take seconds; how far one is, its job tells. */
  private static final Duration BUILDING_RETRY = Duration.ofSeconds(2);

  private static final String INTERNAL =
      "Something went wrong on our side. The log has it under the X-Request-Id of this response.";

  /** Names among which a misspelt one is looked for. */
  static final int MOST_SUGGESTED = 1000;

  private final BodyReader bodies;
  private final LabelSets sets;

  ProblemAdvice(BodyReader bodies, LabelSets sets) {
    this.bodies = bodies;
    this.sets = sets;
  }

  @ExceptionHandler
  ResponseEntity<Object> refused(ProblemException problem) {
    return problem.type() == ProblemType.OVERLOADED
        ? respondLater(problem.type(), problem.detail(), OVERLOADED_RETRY)
        : respond(problem.type(), problem.detail(), problem.errors());
  }

  @ExceptionHandler
  ResponseEntity<Object> access(AccessException problem) {
    String detail = message(problem);
    return switch (problem) {
      case UnauthenticatedException unknown ->
        challenge(ProblemType.UNAUTHENTICATED, detail, Optional.of(unknown.challenge()));
      case ForbiddenException forbidden ->
        challenge(ProblemType.FORBIDDEN, detail, forbidden.challenge());
      case UndecidedEndpointException _ -> respond(ProblemType.NOT_FOUND, detail, List.of());
      case RejectedPathException _ -> respond(ProblemType.MALFORMED_REQUEST, detail, List.of());
    };
  }

  private static ResponseEntity<Object> challenge(
      ProblemType type, String detail, Optional<String> challenge) {
    HttpHeaders headers = new HttpHeaders();
    challenge.ifPresent(value -> headers.set(HttpHeaders.WWW_AUTHENTICATE, value));
    return Problems.response(Problems.detail(type, detail, List.of()), headers);
  }

  @ExceptionHandler
  ResponseEntity<Object> image(ImageException problem) {
    return respond(type(problem), message(problem), List.of());
  }

  @ExceptionHandler
  ResponseEntity<Object> oneOfSeveralImages(FaultyPictureException problem) {
    String detail = message(problem.reason());
    return respond(
        type(problem.reason()),
        "Picture %d of the request: %s".formatted(problem.index() + 1, detail),
        List.of(new FieldProblem("images[%d]".formatted(problem.index()), detail)));
  }

  private static ProblemType type(ImageException problem) {
    return switch (problem) {
      case UndecodableImageException _ -> ProblemType.UNDECODABLE_IMAGE;
      case InvalidRegionException _ -> ProblemType.INVALID_REGION;
      case ImageTooLargeException _ -> ProblemType.TOO_LARGE;
      case UnsupportedImageException _ -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
    };
  }

  @ExceptionHandler
  ResponseEntity<Object> encoder(EncoderException problem) {
    String detail = message(problem);
    return switch (problem) {
      case DeadlineExceededException _ -> respond(ProblemType.DEADLINE_EXCEEDED, detail, List.of());
      case EncoderOverloadedException overloaded ->
        respondLater(ProblemType.OVERLOADED, detail, overloaded.retryAfter());
      case EncoderUnavailableException _ ->
        respondLater(ProblemType.UNAVAILABLE, detail, UNAVAILABLE_RETRY);
    };
  }

  @ExceptionHandler
  ResponseEntity<Object> impossible(ClassifyException problem) {
    String field = switch (problem) {
      case InvalidLabelException label -> "labels[%d]".formatted(label.index());
      case InvalidTemplateException _ -> "template";
      case TextTooLongException _ -> "truncate";
      case WrongDimensionException _ -> "embedding";
      case ImpossibleMethodException _ -> "method";
      case ImpossibleRerankException _ -> "rerank";
      case ImpossibleSelectionException selection -> selection.field();
      case UnknownLabelException _ -> "pair";
    };
    String detail = message(problem) + suggestion(problem);
    return respond(
        ProblemType.IMPOSSIBLE_REQUEST, detail, List.of(new FieldProblem(field, detail)));
  }

  private static String suggestion(ClassifyException problem) {
    return problem instanceof UnknownLabelException unknown
        ? Nearest.suggestion(
            unknown.label(), unknown.known().stream().limit(MOST_SUGGESTED).toList())
        : "";
  }

  @ExceptionHandler
  ResponseEntity<Object> labelSet(LabelSetException problem) {
    String detail = message(problem);
    return switch (problem) {
      case InvalidDefinitionException invalid -> definition(invalid);
      case UnknownLabelSetException unknown ->
        respond(ProblemType.NOT_FOUND, detail + suggestion(unknown), List.of());
      case LabelSetInUseException _ -> respond(ProblemType.CONFLICT, detail, List.of());
      case LabelSetBuildingException _ ->
        respondLater(ProblemType.CONFLICT, detail, BUILDING_RETRY);
      case FileManagedLabelSetException _, LabelSetGeneratingException _ ->
        respond(ProblemType.CONFLICT, detail, List.of());
      case StaleLabelSetException _ -> respond(ProblemType.PRECONDITION_FAILED, detail, List.of());
      case LabelSetNotReadyException waiting ->
        waiting.comes()
            ? respondLater(ProblemType.UNAVAILABLE, detail, UNAVAILABLE_RETRY)
            : respond(ProblemType.UNAVAILABLE, detail, List.of());
    };
  }

  private String suggestion(UnknownLabelSetException problem) {
    return problem.reference().version() == null
        ? Nearest.suggestion(problem.reference().id(), sets.ids(MOST_SUGGESTED))
        : "";
  }

  private static ResponseEntity<Object> definition(InvalidDefinitionException problem) {
    List<FieldProblem> errors = problem.problems().stream()
        .map(one -> new FieldProblem(one.field(), one.sentence()))
        .toList();
    return respond(
        problem.isMalformed() ? ProblemType.MALFORMED_REQUEST : ProblemType.IMPOSSIBLE_REQUEST,
        message(problem),
        errors);
  }

  @ExceptionHandler
  ResponseEntity<Object> job(UnknownJobException problem) {
    return respond(ProblemType.NOT_FOUND, message(problem), List.of());
  }

  @ExceptionHandler
  ResponseEntity<Object> database(DatabaseUnavailableException problem) {
    LOG.warn("The database cannot be used: {}", String.valueOf(problem.getCause()));
    return respondLater(ProblemType.UNAVAILABLE, message(problem), UNAVAILABLE_RETRY);
  }

  @ExceptionHandler
  ResponseEntity<Object> embedding(InvalidEmbeddingException problem) {
    String detail = message(problem);
    return respond(
        ProblemType.IMPOSSIBLE_REQUEST, detail, List.of(new FieldProblem("embedding", detail)));
  }

  /** Nobody reads this answer; the status is for the log and the metrics. */
  @ExceptionHandler
  ResponseEntity<Object> gone(CallerGoneException problem, HttpServletRequest request) {
    RequestMetrics.abandoned(request);
    LOG.debug("{} {}: {}", request.getMethod(), request.getRequestURI(), problem.getMessage());
    return ResponseEntity.status(HttpStatusCode.valueOf(499)).build();
  }

  @ExceptionHandler
  ResponseEntity<Object> parameters(InvalidParameterException problem) {
    ProblemType type = ProblemType.of(HttpStatusCode.valueOf(problem.getErrorCode()));
    return respond(type, "The parameters cannot be read: " + message(problem), List.of());
  }

  @ExceptionHandler
  ResponseEntity<Object> multipart(MultipartException problem) {
    if (problem.getRootCause() instanceof FileCountLimitExceededException) {
      return respond(ProblemType.TOO_LARGE, "The multipart body has too many parts.", List.of());
    }
    return respond(
        ProblemType.MALFORMED_REQUEST,
        "The multipart body cannot be read; it may have been cut off, or its Content-Type lacks the boundary."
            + " Let the client set that header: with curl, `-F image=@cat.jpg` and no `-H Content-Type`.",
        List.of());
  }

  /** Null where the client went while the answer was being written: there is nobody to tell. */
  @ExceptionHandler
  @Nullable
  ResponseEntity<Object> unexpected(Exception problem, HttpServletRequest request) {
    if (DisconnectedClientHelper.isClientDisconnectedException(problem)) {
      LOG.debug("{} {}: the client went", request.getMethod(), request.getRequestURI());
      return null;
    }
    LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), problem);
    return respond(ProblemType.INTERNAL_ERROR, INTERNAL, List.of());
  }

  /** What nobody foresaw of one item of many. */
  ResponseEntity<Object> unexpectedItem(Throwable problem, HttpServletRequest request) {
    LOG.error("An item of {} {} failed", request.getMethod(), request.getRequestURI(), problem);
    return respond(ProblemType.INTERNAL_ERROR, INTERNAL, List.of());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception problem,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String detail = switch (problem) {
      case NoResourceFoundException missing -> nothingAt(missing, request);
      case HttpRequestMethodNotSupportedException method ->
        "%s is not possible here; use %s."
            .formatted(method.getMethod(), String.join(" or ", supported(method)));
      case HttpMediaTypeNotAcceptableException accept ->
        "The Accept header asks for what is not made here; there is %s."
            .formatted(accept.getSupportedMediaTypes());
      case MaxUploadSizeExceededException _ -> bodies.tooLarge().detail();
      case MethodArgumentTypeMismatchException wrong -> ErrorSentences.wrongType(wrong);
      default -> status.is5xxServerError() ? INTERNAL : message(problem);
    };
    if (status.is5xxServerError()) {
      LOG.error("A request failed", problem);
    }
    return Problems.response(Problems.detail(ProblemType.of(status), detail, List.of()), headers);
  }

  /** Of the path the exception has all but a slash at the end. */
  private static String nothingAt(NoResourceFoundException missing, WebRequest request) {
    String path = "/" + missing.getResourcePath();
    return request instanceof ServletWebRequest web
            && web.getRequest().getRequestURI().endsWith("/")
            && path.length() > 1
        ? ErrorSentences.slashAtTheEnd(path.endsWith("/") ? path : path + "/")
        : "There is nothing at %s. The endpoints are listed at /swagger-ui.html.".formatted(path);
  }

  private static String[] supported(HttpRequestMethodNotSupportedException method) {
    String[] supported = method.getSupportedMethods();
    return supported == null ? new String[0] : supported;
  }

  static ResponseEntity<Object> respond(
      ProblemType type, String detail, List<FieldProblem> errors) {
    return Problems.response(Problems.detail(type, detail, errors), new HttpHeaders());
  }

  static ResponseEntity<Object> respondLater(ProblemType type, String detail, Duration retryAfter) {
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
    return Problems.response(Problems.detail(type, detail, List.of()), headers);
  }

  static String message(Throwable problem) {
    String message = problem.getMessage();
    return message == null ? problem.getClass().getSimpleName() : message;
  }
}
