package dev.clipcoder.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses query parameters that the operation does not have: a misspelt one would otherwise silently do nothing. It
 * looks at the query alone, for the body is not its own to read.
 */
final class KnownParameters implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    String query = request.getQueryString();
    if (query != null && handler instanceof HandlerMethod operation) {
      Set<String> known = Arrays.stream(operation.getMethodParameters())
          .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
          .map(parameter -> parameter.getParameter().getName())
          .collect(Collectors.toSet());
      Arrays.stream(query.split("&"))
          .filter(pair -> !pair.isEmpty())
          .map(KnownParameters::name)
          .filter(name -> !known.contains(name))
          .findFirst()
          .ifPresent(name -> {
            throw ErrorSentences.malformed(
                name, "Unknown parameter '%s'.%s".formatted(name, Nearest.suggestion(name, known)));
          });
    }
    return true;
  }

  private static String name(String pair) {
    int end = pair.indexOf('=');
    String name = end < 0 ? pair : pair.substring(0, end);
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      ProblemException problem = new ProblemException(
          ProblemType.MALFORMED_REQUEST, "A parameter's name cannot be read; its % is no escape.");
      problem.initCause(malformed);
      throw problem;
    }
  }
}
