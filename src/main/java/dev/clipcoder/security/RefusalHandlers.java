package dev.clipcoder.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Answers refusals in the form in which all problems are answered. */
final class RefusalHandlers
    implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {

  private static final String REALM = "Bearer realm=\"clipcoder\"";

  private final HandlerExceptionResolver problems;

  RefusalHandlers(HandlerExceptionResolver problems) {
    this.problems = problems;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason) {
    UnauthenticatedException problem = ApiKeyFilter.sentUnknownKey(request)
        ? new UnauthenticatedException(
            "The API key is not known here: it is misspelt or no longer in use.",
            REALM + ", error=\"invalid_token\"")
        : new UnauthenticatedException(
            "This needs an API key. Send it as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'.",
            REALM);
    answer(request, response, problem);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason) {
    answer(
        request,
        response,
        EndpointRules.roles(request)
            .<AccessException>map(RefusalHandlers::lacksRole)
            .orElseGet(() -> new UndecidedEndpointException(
                "There is nothing at %s. The endpoints are listed at /swagger-ui.html."
                    .formatted(request.getRequestURI()))));
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException reason) {
    answer(
        request,
        response,
        new RejectedPathException(
            "The path has characters that mean different things to different programs, such as ';', '//' or an encoded '/'. Leave them out."));
  }

  private static ForbiddenException lacksRole(Set<Role> needed) {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    String name = caller == null ? "" : caller.getName();
    String words =
        new TreeSet<>(needed).stream().map(Role::word).collect(Collectors.joining(" or "));
    return new ForbiddenException(
        "The key '%s' may not do this: it needs the role %s.".formatted(name, words),
        REALM + ", error=\"insufficient_scope\", scope=\"%s\"".formatted(words));
  }

  private void answer(
      HttpServletRequest request, HttpServletResponse response, AccessException problem) {
    problems.resolveException(request, response, null, problem);
  }
}
