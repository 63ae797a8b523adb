package dev.clipcoder.api;

import dev.clipcoder.api.DropInErrors.HuggingFaceError;
import dev.clipcoder.api.DropInErrors.OpenAiError;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpStatusCode;

/** What the contract says of errors of the drop-in endpoints, after everything else has been said. */
final class DropInContract implements OpenApiCustomizer {

  @Override
  public void customise(OpenAPI api) {
    for (Class<?> form : List.of(OpenAiError.class, HuggingFaceError.class)) {
      ModelConverters.getInstance(true).readAll(form).forEach(api.getComponents()::addSchemas);
    }
    anything(api, "OpenAiEmbeddingRequest", "input");
    anything(api, "OpenAiEmbedding", "embedding");
    api.getPaths().forEach((path, item) -> {
      if (path.startsWith(DropInErrors.PREFIX)) {
        complete(path, item);
      }
    });
  }

  /** A text or a list: generators for Java make no code that compiles of a choice with a list in it. */
  private static void anything(OpenAPI api, String schema, String name) {
    Schema<?> of = Objects.requireNonNull(api.getComponents().getSchemas().get(schema));
    JsonSchema member = new JsonSchema();
    member.setDescription(Objects.requireNonNull(of.getProperties().get(name)).getDescription());
    of.addProperty(name, member);
  }

  private static void complete(String path, PathItem item) {
    item.readOperationsMap().forEach((method, operation) -> {
      ProblemContract.add(
          operation,
          method == HttpMethod.POST ? ProblemContract.OF_WORK : List.of(ProblemType.NOT_FOUND));
      String schema = path.startsWith(DropInErrors.ZERO_SHOT) ? "HuggingFaceError" : "OpenAiError";
      operation
          .getResponses()
          .replaceAll(
              (status, answer) -> status.startsWith("2") ? answer : problem(status, schema));
    });
  }

  private static ApiResponse problem(String status, String schema) {
    return new ApiResponse()
        .description(
            ProblemType.of(HttpStatusCode.valueOf(Integer.parseInt(status))).title())
        .content(new Content()
            .addMediaType(
                "application/json",
                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + schema))));
  }
}
