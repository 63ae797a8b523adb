package dev.clipcoder.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** What the parameters mean that many operations have; annotations need not say it. */
final class ParameterContract implements OpenApiCustomizer {

  private static final Map<String, String> IDS = Map.of(
      "/label-sets/",
      "The label set. Where one is read, a version may be pinned as in `pets@3`",
      "/support-sets/",
      "The support set",
      "/jobs/",
      "The job",
      "/v1/models/",
      "The model, with the slash of its name as it is");

  private static final Map<String, String> OTHERS = Map.of(
      "cursor", "`nextCursor` of the page before; left out for the first",
      "limit", "How many the page has at most",
      "exampleId", "The example",
      "missing", "Only pairs that lack texts and met in a rerank",
      "template", "How the strings of a descriptor file are read; `{text}` for whole sentences");

  @Override
  public void customise(OpenAPI api) {
    api.getPaths()
        .forEach((path, item) -> item.readOperations().stream()
            .filter(operation -> operation.getParameters() != null)
            .flatMap(operation -> operation.getParameters().stream())
            .filter(parameter -> parameter.getDescription() == null)
            .forEach(parameter -> describe(path, parameter)));
  }

  private static void describe(String path, Parameter parameter) {
    if (parameter.getName().equals("id")) {
      IDS.forEach((prefix, description) -> {
        if (path.startsWith(prefix)) {
          parameter.setDescription(description);
        }
      });
    } else {
      parameter.setDescription(OTHERS.get(parameter.getName()));
    }
  }
}
