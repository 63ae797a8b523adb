package dev.clipcoder.security;

import dev.clipcoder.security.EndpointRule.Methods;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.ServletRequestPathUtils;

/** The one table of who may call what. What is not in it, nobody may call where there are keys. */
public final class EndpointRules {

  private static final Set<Role> EVERYBODY = Set.of();

  /** Who may change sets may see what became of it. */
  private static final Set<Role> LOOK = Set.of(Role.CLASSIFY, Role.MANAGE);

  private static final String[] SETS_AND_JOBS = {"/label-sets/**", "/support-sets/**", "/jobs/**"};

  private static final List<EndpointRule> TABLE = List.of(
      EndpointRule.of(Methods.READING, EVERYBODY, "/health", "/ready", "/actuator/health/**"),
      // The page, the same for everybody. What it asks for needs a key.
      EndpointRule.of(Methods.READING, EVERYBODY, "/", "/index.html", "/page/**"),
      EndpointRule.of(Methods.ALL, Set.of(Role.METRICS), "/actuator/**"),
      EndpointRule.of(Methods.READING, LOOK, SETS_AND_JOBS),
      EndpointRule.of(Methods.WRITING, Set.of(Role.MANAGE), SETS_AND_JOBS),
      EndpointRule.of(
          Methods.ALL,
          Set.of(Role.CLASSIFY),
          "/classify/**",
          "/few-shot/**",
          "/coder/**",
          "/embed/**",
          "/v1/**"),
      EndpointRule.of(
          Methods.READING,
          LOOK,
          "/info",
          "/v3/api-docs/**",
          "/v3/api-docs.yaml",
          "/swagger-ui/**",
          "/swagger-ui.html"));

  private EndpointRules() {}

  /**
   * The roles of which a caller needs one.
   *
   * @param path as in the contract, such as {@code /label-sets/{id}}
   * @return no role if everybody may call it; empty if nobody may
   */
  public static Optional<Set<Role>> roles(HttpMethod method, String path) {
    return roles(method, PathContainer.parsePath(path));
  }

  static Optional<Set<Role>> roles(HttpServletRequest request) {
    return roles(
        HttpMethod.valueOf(request.getMethod()),
        ServletRequestPathUtils.parse(request).pathWithinApplication());
  }

  private static Optional<Set<Role>> roles(HttpMethod method, PathContainer path) {
    return TABLE.stream()
        .filter(rule -> rule.isFor(method, path))
        .findFirst()
        .map(EndpointRule::roles);
  }

  static boolean isOpen(HttpServletRequest request) {
    return roles(request).filter(Set::isEmpty).isPresent();
  }

  /** Whether a request changes what the service keeps. */
  static boolean isWrite(HttpServletRequest request) {
    return roles(request).filter(Set.of(Role.MANAGE)::equals).isPresent();
  }
}
