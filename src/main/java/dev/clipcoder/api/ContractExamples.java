package dev.clipcoder.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.yaml.snakeyaml.Yaml;

/**
 * The examples of the contract: requests from {@code openapi/examples.yaml}, answers from {@code openapi/answers}. As
 * trees, since swagger would leave out members that are null.
 */
final class ContractExamples implements OpenApiCustomizer {

  /** Not swagger's, which leaves out null. */
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode operations = JSON.valueToTree(
          new Yaml().<Map<String, Object>>load(text("/openapi/examples.yaml")))
      .path("operations");

  private static String text(String resource) {
    try (InputStream stream = ContractExamples.class.getResourceAsStream(resource)) {
      return stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void customise(OpenAPI api) {
    api.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .forEach(this::complete);
  }

  private void complete(Operation operation) {
    JsonNode examples = operations.path(operation.getOperationId());
    examples
        .path("parameters")
        .properties()
        .forEach(one -> parameter(operation, one.getKey()).setExample(one.getValue()));
    examples
        .path("requests")
        .properties()
        .forEach(one -> mediaType(operation.getRequestBody().getContent(), one.getKey())
            .setExamples(named(one.getValue())));
    String answer = text("/openapi/answers/%s.json".formatted(operation.getOperationId()));
    if (!answer.isEmpty()) {
      answer(operation, answer);
    }
  }

  private static void answer(Operation operation, String recorded) {
    JsonNode answer = JSON.valueToTree(new Yaml().load(recorded));
    mediaType(
            Objects.requireNonNull(
                    operation.getResponses().get(answer.path("status").asText()))
                .getContent(),
            answer.path("contentType").asText())
        .setExamples(named(answer.path("examples")));
  }

  private static Parameter parameter(Operation operation, String name) {
    return operation.getParameters().stream()
        .filter(parameter -> parameter.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(
            "%s has no parameter %s".formatted(operation.getOperationId(), name)));
  }

  private static MediaType mediaType(Content content, String name) {
    return Objects.requireNonNull(content.get(name), name);
  }

  private static Map<String, Example> named(JsonNode examples) {
    Map<String, Example> named = new LinkedHashMap<>();
    examples.properties().forEach(one -> named.put(one.getKey(), example(one.getValue())));
    return named;
  }

  private static Example example(JsonNode said) {
    Example example = new Example();
    example.setSummary(said.path("summary").asText(null));
    example.setExternalValue(said.path("externalValue").asText(null));
    if (said.has("value")) {
      example.setValue(said.get("value"));
    }
    return example;
  }
}
