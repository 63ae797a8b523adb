package dev.clipcoder.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells by its key who calls. A key that is not known is as none, since some endpoints need none; why it did not count
 * is noted for the answer.
 */
final class ApiKeyFilter extends OncePerRequestFilter {

  static final String KEY_HEADER = "X-API-Key";

  private static final String BEARER = "Bearer ";
  private static final String UNKNOWN = ApiKeyFilter.class.getName() + ".unknown";

  private final ApiKeys keys;

  ApiKeyFilter(ApiKeys keys) {
    this.keys = keys;
  }

  /** Whether the request has a key that is not known. */
  static boolean sentUnknownKey(HttpServletRequest request) {
    return request.getAttribute(UNKNOWN) != null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> sent = sent(request);
    Optional<ApiKey> key = sent.flatMap(keys::find);
    if (key.isPresent()) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      PreAuthenticatedAuthenticationToken caller = new PreAuthenticatedAuthenticationToken(
          key.get().name(), "", key.get().roles());
      context.setAuthentication(caller);
      SecurityContextHolder.setContext(context);
    } else if (sent.isPresent()) {
      request.setAttribute(UNKNOWN, true);
    }
    chain.doFilter(request, response);
  }

  /** {@code Authorization} comes first: proxies and clients know that it is a secret. */
  private static Optional<String> sent(HttpServletRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(authorization.substring(BEARER.length()).strip());
    }
    return Optional.ofNullable(request.getHeader(KEY_HEADER));
  }
}
