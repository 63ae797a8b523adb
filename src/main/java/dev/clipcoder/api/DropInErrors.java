package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Gives problems of the drop-in endpoints the form in which the clients of those services look for the sentence. */
@RestControllerAdvice
final class DropInErrors implements ResponseBodyAdvice<Object> {

  static final String ZERO_SHOT = "/v1/zero-shot-image-classification";
  static final String PREFIX = "/v1/";

  @Override
  public boolean supports(
      MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter returned,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    String path = request.getURI().getPath();
    if (!(body instanceof ProblemDetail problem) || !path.startsWith(PREFIX)) {
      return body;
    }
    response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
    return path.startsWith(ZERO_SHOT) ? new HuggingFaceError(detail(problem)) : openAi(problem);
  }

  private static String detail(ProblemDetail problem) {
    return String.valueOf(problem.getDetail());
  }

  private static OpenAiError openAi(ProblemDetail problem) {
    String urn = String.valueOf(problem.getType());
    return new OpenAiError(new OpenAiError.Content(
        detail(problem),
        kind(HttpStatusCode.valueOf(problem.getStatus())),
        field(problem.getProperties()),
        urn.substring(urn.lastIndexOf(':') + 1)));
  }

  private static String kind(HttpStatusCode status) {
    return switch (status.value()) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 429 -> "rate_limit_error";
      default -> status.is4xxClientError() ? "invalid_request_error" : "server_error";
    };
  }

  private static @Nullable String field(@Nullable Map<String, Object> properties) {
    return properties != null
            && properties.get("errors") instanceof List<?> errors
            && !errors.isEmpty()
            && errors.getFirst() instanceof FieldProblem problem
        ? problem.field()
        : null;
  }

  /** As OpenAI's clients read it. */
  @Schema(name = "OpenAiError")
  record OpenAiError(@NotNull Content error) {

    /**
     * What went wrong.
     *
     * @param param the member at fault
     * @param code the name of the kind of problem
     */
    @Schema(name = "OpenAiErrorContent")
    record Content(
        @NotNull String message,
        @Schema(example = "invalid_request_error") @NotNull String type,
        @Nullable String param,
        @Schema(example = "malformed-request") @NotNull String code) {}
  }

  /** As Hugging Face's clients read it. */
  @Schema(name = "HuggingFaceError")
  record HuggingFaceError(@NotNull String error) {}
}
