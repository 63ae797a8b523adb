package dev.clipcoder.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * One line in the log for every request that would change something, also when it was refused: who, what, how it ended
 * and which version came of it. Nothing of what was sent. The logger has a name of its own, so that its lines can be
 * kept elsewhere and for longer.
 */
final class AuditFilter extends OncePerRequestFilter {

  private static final Logger log = LoggerFactory.getLogger("dev.clipcoder.audit");

  private static final int MAX_SHOWN = 200;

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !EndpointRules.isWrite(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String who = caller();
    boolean answered = false;
    try {
      chain.doFilter(request, response);
      answered = true;
    } finally {
      log.info(
          "{} {} {} {} version {}",
          who,
          request.getMethod(),
          path(request),
          answered ? response.getStatus() : "failed",
          version(response));
    }
  }

  private static String caller() {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    return caller == null ? "anonymous" : caller.getName();
  }

  /** As it was sent, percent-encoded. */
  private static String path(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.length() <= MAX_SHOWN ? path : path.substring(0, MAX_SHOWN) + "…";
  }

  private static String version(HttpServletResponse response) {
    String tag = response.getHeader(HttpHeaders.ETAG);
    return tag == null ? "-" : tag.replace("\"", "");
  }
}
