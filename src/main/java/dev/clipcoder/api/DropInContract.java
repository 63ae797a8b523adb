package dev.clipcoder.api;

import dev.clipcoder.api.DropInErrors.HuggingFaceError;
import dev.clipcoder.api.DropInErrors.OpenAiError;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What the contract says of errors of the drop-in endpoints, after everything else has been said. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class DropInContract implements OpenApiCustomizer {

  @Override
  public void customise(OpenAPI api) {
    for (Class<?> form : List.of(OpenAiError.class, HuggingFaceError.class)) {
      ModelConverters.getInstance(true).readAll(form).forEach(api.getComponents()::addSchemas);
    }
    api.getPaths().forEach((path, item) -> {
      if (path.startsWith(DropInErrors.PREFIX)) {
        complete(path, item);
      }
    });
  }

  private static void complete(String path, PathItem item) {
    item.readOperationsMap().forEach((method, operation) -> {
      OpenApiConfiguration.addProblems(
          operation,
          method == HttpMethod.POST
              ? OpenApiConfiguration.OF_WORK
              : List.of(ProblemType.NOT_FOUND));
      form(operation, path.startsWith(DropInErrors.ZERO_SHOT) ? "HuggingFaceError" : "OpenAiError");
    });
  }

  private static void form(Operation operation, String schema) {
    operation.getResponses().forEach((status, response) -> {
      if (!status.startsWith("2")) {
        response.setContent(new Content()
            .addMediaType(
                "application/json",
                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + schema))));
      }
    });
  }
}
