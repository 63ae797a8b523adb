package dev.clipcoder.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives every request an id, the caller's own where it is sane, and has it in the response and in the log. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIdFilter extends OncePerRequestFilter {

  static final String HEADER = "X-Request-Id";

  private static final String MDC_KEY = "requestId";

  /** Nothing that could break a log line or a header. */
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:/=+-]{1,128}");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String id = idFor(request.getHeader(HEADER));
    response.setHeader(HEADER, id);
    try (MDC.MDCCloseable _ = MDC.putCloseable(MDC_KEY, id)) {
      chain.doFilter(request, response);
    }
  }

  private static String idFor(@Nullable String incoming) {
    return incoming != null && SANE.matcher(incoming).matches() ? incoming : newId();
  }

  static String newId() {
    return UUID.randomUUID().toString();
  }
}
