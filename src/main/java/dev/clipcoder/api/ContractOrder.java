package dev.clipcoder.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Puts in order what is found in none: paths, answers by status and components by name. The rest stays as it is written
 * here; above all the forms of a body, since generated clients take the first.
 */
final class ContractOrder implements OpenApiCustomizer {

  @Override
  public void customise(OpenAPI api) {
    Paths paths = new Paths();
    new TreeMap<>(api.getPaths()).forEach(paths::addPathItem);
    api.setPaths(paths);
    paths.values().stream().flatMap(path -> path.readOperations().stream()).forEach(operation -> {
      ApiResponses answers = new ApiResponses();
      new TreeMap<>(operation.getResponses()).forEach(answers::addApiResponse);
      operation.setResponses(answers);
    });
    var components = api.getComponents();
    components.setSchemas(byName(components.getSchemas()));
    components.setHeaders(byName(components.getHeaders()));
  }

  private static <T> Map<String, T> byName(Map<String, T> named) {
    return new TreeMap<>(named);
  }
}
