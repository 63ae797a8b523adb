package dev.clipcoder.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * One line in the log for every request that would change something, also when it was refused: who, what, how it ended,
 * which version came of it and which was expected before. Nothing of what was sent. The logger has a name of its own,
 * so that its lines can be kept elsewhere and for longer.
 */
final class AuditFilter extends OncePerRequestFilter {

  private static final Logger log = LoggerFactory.getLogger("dev.clipcoder.audit");

  private static final int MAX_SHOWN = 200;

  private static final Pattern VERSION = Pattern.compile("[0-9]{1,10}|\\*");

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
      tell(who, request, answered ? Integer.toString(response.getStatus()) : "failed", response);
    }
  }

  /** The id of the request is in every line of the log. As fields too, for logs that are kept as JSON. */
  private static void tell(
      String who, HttpServletRequest request, String outcome, HttpServletResponse response) {
    String path = path(request);
    String version = version(response.getHeader(HttpHeaders.ETAG));
    String expected = version(request.getHeader(HttpHeaders.IF_MATCH));
    log.atInfo()
        .addKeyValue("audit.who", who)
        .addKeyValue("audit.method", request.getMethod())
        .addKeyValue("audit.path", path)
        .addKeyValue("audit.outcome", outcome)
        .addKeyValue("audit.version", version)
        .addKeyValue("audit.expected", expected)
        .log(
            "{} {} {} {} version {} expected {}",
            who,
            request.getMethod(),
            path,
            outcome,
            version,
            expected);
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

  /** An entity tag without its quotation marks; what is no version, and may break a line, is not shown. */
  private static String version(@Nullable String tag) {
    String version = tag == null ? "" : tag.replace("\"", "").strip();
    return VERSION.matcher(version).matches() ? version : "-";
  }
}
