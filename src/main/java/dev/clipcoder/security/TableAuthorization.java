package dev.clipcoder.security;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Lets a caller do what the {@linkplain EndpointRules table} says, and nothing that it does not. */
final class TableAuthorization implements AuthorizationManager<RequestAuthorizationContext> {

  @Override
  public AuthorizationDecision authorize(
      Supplier<? extends @Nullable Authentication> caller, RequestAuthorizationContext context) {
    return new AuthorizationDecision(EndpointRules.roles(context.getRequest())
        .map(roles -> roles.isEmpty() || hasOne(caller.get(), roles))
        .orElse(false));
  }

  private static boolean hasOne(@Nullable Authentication caller, Set<Role> roles) {
    return caller != null && caller.getAuthorities().stream().anyMatch(roles::contains);
  }
}
