package dev.clipcoder.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Keeps pages of others from using the service through the browser of somebody who reaches it, where no key would keep
 * them out. A page may send forms and uploads anywhere, but the browser says from which origin. And a name of its own
 * may be made to lead to 127.0.0.1 (DNS rebinding), whereupon the origin is the service's; but the browser still asks
 * for that name.
 */
final class BrowserGuard extends OncePerRequestFilter {

  private static final Pattern LOOPBACK_NAME =
      Pattern.compile("(.+\\.)?localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  private static final Pattern ORIGIN = Pattern.compile("https?://(?<host>[^/]+)");

  /** Longest form of what was sent in a sentence. */
  private static final int MAX_SHOWN = 100;

  private final boolean loopbackOnly;
  private final List<String> allowedOrigins;
  private final HandlerExceptionResolver problems;

  BrowserGuard(
      boolean loopbackOnly, List<String> allowedOrigins, HandlerExceptionResolver problems) {
    this.loopbackOnly = loopbackOnly;
    this.allowedOrigins = List.copyOf(allowedOrigins);
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> refusal = EndpointRules.isOpen(request) ? Optional.empty() : refusal(request);
    if (refusal.isPresent()) {
      problems.resolveException(request, response, null, new ForbiddenException(refusal.get()));
    } else {
      chain.doFilter(request, response);
    }
  }

  private Optional<String> refusal(HttpServletRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    if (loopbackOnly && !isLoopbackName(host)) {
      return Optional.of(
          "The Host header says '%s'. Without API keys only names of this machine are served: call it localhost or 127.0.0.1, or set up keys (docs/security.md)."
              .formatted(shown(host)));
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !allowedOrigins.contains(origin) && !isOriginOf(host, origin)) {
      return Optional.of(
          "Pages of '%s' may not use this service. Let them with clipcoder.security.allowed-origins if they are yours."
              .formatted(shown(origin)));
    }
    return Optional.empty();
  }

  private static boolean isLoopbackName(@Nullable String host) {
    return host != null
        && LOOPBACK_NAME
            .matcher(host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", ""))
            .matches();
  }

  private static boolean isOriginOf(@Nullable String host, String origin) {
    var parts = ORIGIN.matcher(origin);
    return host != null && parts.matches() && parts.group("host").equalsIgnoreCase(host);
  }

  private static String shown(@Nullable String header) {
    String text = header == null ? "" : header.replaceAll("\\p{Cntrl}", "?");
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }
}
