package dev.clipcoder.security;

import java.util.List;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may call some endpoints.
 *
 * @param roles of which one is enough; none: everybody
 */
record EndpointRule(Methods methods, List<PathPattern> paths, Set<Role> roles) {

  /** Which methods a rule is for. */
  enum Methods {
    ALL,
    READING,
    WRITING;

    private static final Set<HttpMethod> READ =
        Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    boolean has(HttpMethod method) {
      return this == ALL || (this == READING) == READ.contains(method);
    }
  }

  static EndpointRule of(Methods methods, Set<Role> roles, String... paths) {
    return new EndpointRule(
        methods,
        List.of(paths).stream().map(PathPatternParser.defaultInstance::parse).toList(),
        roles);
  }

  boolean isFor(HttpMethod method, PathContainer path) {
    return methods.has(method) && paths.stream().anyMatch(pattern -> pattern.matches(path));
  }
}
