package dev.clipcoder.api;

import dev.clipcoder.security.EndpointRules;
import dev.clipcoder.security.Role;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** What the contract says about keys: how they are sent, and which roles an operation asks for. */
final class AccessContract implements OpenApiCustomizer {

  private static final String BEARER = "bearer";
  private static final String HEADER = "apiKey";

  private static final List<ProblemType> REFUSALS =
      List.of(ProblemType.UNAUTHENTICATED, ProblemType.FORBIDDEN);

  @Override
  public void customise(OpenAPI api) {
    api.getComponents()
        .addSecuritySchemes(
            BEARER,
            new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").description("""
                    A key of the service as `Authorization: Bearer <key>`. Each has roles: `classify` asks and looks, \
                    `manage` changes sets and jobs and looks, `metrics` reads measurements. An operation names the roles of \
                    which one is enough. No key is asked for where the service has none."""))
        .addSecuritySchemes(
            HEADER,
            new SecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.HEADER)
                .name("X-API-Key")
                .description(
                    "The same key in a header of its own. Where both headers are, `Authorization` counts."));
    api.getPaths()
        .forEach((path, item) -> item.readOperationsMap()
            .forEach((method, operation) -> complete(path, method, operation)));
  }

  private static void complete(String path, HttpMethod method, Operation operation) {
    Set<Role> roles = EndpointRules.roles(
            org.springframework.http.HttpMethod.valueOf(method.name()), path)
        .orElseThrow(
            () -> new IllegalStateException("Nobody may call %s %s".formatted(method, path)));
    if (roles.isEmpty()) {
      return;
    }
    List<SecurityRequirement> oneOf = new ArrayList<>();
    for (String scheme : List.of(BEARER, HEADER)) {
      roles.stream()
          .sorted()
          .map(role -> new SecurityRequirement().addList(scheme, role.word()))
          .forEach(oneOf::add);
    }
    operation.setSecurity(oneOf);
    ProblemContract.add(operation, REFUSALS);
  }
}
