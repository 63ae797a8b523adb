package dev.clipcoder.api;

import dev.clipcoder.coder.CoderVector;
import dev.clipcoder.embedding.Embedding;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.NumberSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  /** Of the contract, not of the build: it changes when the contract does. */
  private static final String VERSION = "1.0.0";

  static final List<ProblemType> OF_WORK = List.of(
      ProblemType.MALFORMED_REQUEST,
      ProblemType.TOO_LARGE,
      ProblemType.UNSUPPORTED_MEDIA_TYPE,
      ProblemType.IMPOSSIBLE_REQUEST,
      ProblemType.OVERLOADED,
      ProblemType.UNAVAILABLE,
      ProblemType.DEADLINE_EXCEEDED);

  @Bean
  OpenAPI openApi() {
    SpringDocUtils.getConfig()
        .replaceWithSchema(
            Embedding.class, new ArraySchema().items(new NumberSchema().format("float")))
        .replaceWithSchema(
            CoderVector.class, new ArraySchema().items(new NumberSchema().format("float")));
    return new OpenAPI()
        .info(new Info()
            .title("clipcoder")
            .version(VERSION)
            .description("Classifies images with CLIP.")
            .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .servers(List.of(new Server().url("/")));
  }

  @Bean
  OpenApiCustomizer problems() {
    return api -> {
      ModelConverters.getInstance(true)
          .readAll(Problem.class)
          .forEach(api.getComponents()::addSchemas);
      api.getPaths().values().stream()
          .flatMap(path -> path.readOperations().stream())
          .filter(
              operation -> operation.getTags() != null && operation.getTags().contains("work"))
          .forEach(OpenApiConfiguration::addProblems);
    };
  }

  private static void addProblems(Operation operation) {
    addProblems(operation, OF_WORK);
  }

  static void addProblems(Operation operation, List<ProblemType> types) {
    for (ProblemType type : types) {
      operation
          .getResponses()
          .addApiResponse(
              Integer.toString(type.status().value()),
              new ApiResponse()
                  .description(type.title())
                  .content(new Content()
                      .addMediaType(
                          "application/problem+json",
                          new MediaType()
                              .schema(new Schema<>().$ref("#/components/schemas/Problem")))));
    }
  }
}
