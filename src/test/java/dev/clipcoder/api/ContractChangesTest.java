package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Clients of the contract that was released last can go on: see openapi/README.md. */
class ContractChangesTest {

  private static final Path RELEASED = Path.of("openapi", "released", "openapi.yaml");

  /** Operations that clients of the release may stumble over, each with the reason: {@code POST /classify: because …}. */
  private static final Path BREAKS = Path.of("openapi", "released", "breaks.txt");

  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void contract_breaksWhatIsRecordedAndNothingElse() {
    Set<String> recorded = lines(BREAKS)
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.substring(0, line.indexOf(": ")))
        .collect(Collectors.toCollection(TreeSet::new));

    assertThat(breaks(tree(RELEASED), tree(ContractFile.COMMITTED))).isEqualTo(recorded);
  }

  @Test
  void version_isOfTheNextMajor_whereSomethingBreaks() {
    int released = major(tree(RELEASED));
    int now = major(tree(ContractFile.COMMITTED));
    boolean breaks = !breaks(tree(RELEASED), tree(ContractFile.COMMITTED)).isEmpty();

    assertThat(now).isEqualTo(breaks ? released + 1 : released);
  }

  /** The comparison itself: whether it sees what it is there for. */
  @ParameterizedTest
  @CsvSource(textBlock = """
      GET /label-sets/{id}, /paths/~1label-sets~1{id}, get, null
      POST /classify, /components/schemas/ClassifyResponse/properties, method, null
      POST /classify, /components/schemas/Prediction/properties/score, type, "string"
      POST /classify, /components/schemas/ClassifyResponse/properties/label, type, "integer"
      POST /classify, /paths/~1classify/post/requestBody/content, multipart/form-data, null
      POST /classify, /paths/~1classify/post/parameters/0, name, "classes"
      PUT /support-sets/{id}, /components/schemas/SupportSetDefinition, required, ["keep"]
      PUT /support-sets/{id}, /components/schemas/SupportSetDefinition/properties/keep, enum, ["originals"]
      """, quoteCharacter = '`')
  void comparison_seesABreak(String operation, String place, String member, String value) {
    JsonNode changed = tree(ContractFile.COMMITTED).deepCopy();
    ObjectNode target = (ObjectNode) changed.at(place);
    if (value.equals("null")) {
      assertThat(target.remove(member)).isNotNull();
    } else {
      target.set(member, JSON.readTree(value));
    }

    assertThat(breaks(tree(ContractFile.COMMITTED), changed)).contains(operation);
  }

  @Test
  void comparison_allowsWhatIsAdded() {
    JsonNode changed = tree(ContractFile.COMMITTED).deepCopy();
    ((ObjectNode) changed.at("/components/schemas/ClassifyResponse/properties"))
        .putObject("mood")
        .put("type", "string");
    ((ObjectNode) changed.at("/components/schemas/ClassifyOptions/properties"))
        .putObject("mood")
        .put("type", "string");
    ((ArrayNode) changed.at("/paths/~1classify/post/parameters"))
        .addObject()
        .put("name", "mood")
        .put("in", "query")
        .putObject("schema")
        .put("type", "string");

    assertThat(breaks(tree(ContractFile.COMMITTED), changed)).isEmpty();
  }

  /** The operations that are gone, or that clients of the old contract may stumble over in the new one. */
  private static Set<String> breaks(JsonNode old, JsonNode present) {
    ChangedOpenApi changes = OpenApiCompare.fromSpecifications(parsed(old), parsed(present));
    return Stream.concat(
            changes.getMissingEndpoints().stream()
                .map(gone -> gone.getMethod() + " " + gone.getPathUrl()),
            changes.getChangedOperations().stream()
                .filter(changed -> changed.isIncompatible())
                .map(changed -> changed.getHttpMethod() + " " + changed.getPathUrl()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static OpenAPI parsed(JsonNode contract) {
    JsonNode plain = contract.deepCopy();
    ((ObjectNode) plain).put("openapi", "3.0.3");
    plain(plain);
    return new OpenAPIV3Parser().readContents(plain.toString(), List.of(), null).getOpenAPI();
  }

  /** As version 3.0 says it, whose types alone are compared: one type, and whether there may be null. */
  private static void plain(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("type") instanceof ArrayNode types) {
      List<String> names = types.valueStream().map(JsonNode::asString).toList();
      object.put("nullable", names.contains("null"));
      object.put(
          "type",
          names.stream().filter(name -> !name.equals("null")).findFirst().orElseThrow());
    }
    node.forEach(ContractChangesTest::plain);
  }

  private static int major(JsonNode contract) {
    String version = contract.at("/info/version").asString();
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  private static JsonNode tree(Path file) {
    return JSON.valueToTree(new Yaml().load(lines(file).collect(Collectors.joining("\n"))));
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
