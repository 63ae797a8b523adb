package dev.clipcoder.api;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A contract as a tree, which validates what its schemas describe. */
final class ContractFile {

  /** That of this commit. */
  static final Path COMMITTED = Path.of("openapi", "openapi.yaml");

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode root;
  private final JsonNode strictComponents;

  private ContractFile(JsonNode root) {
    this.root = root;
    this.strictComponents = root.path("components").deepCopy();
    strictComponents.path("schemas").forEach(ContractFile::close);
  }

  static ContractFile committed() {
    try {
      return new ContractFile(JSON.valueToTree(new Yaml().load(Files.readString(COMMITTED))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One operation; {@code node} is the operation object. */
  record Operation(String method, String path, JsonNode node) {

    String id() {
      return node.path("operationId").asString("");
    }

    /** The content of its body by media type; empty without a body. */
    JsonNode bodies() {
      return node.path("requestBody").path("content");
    }

    /** The content of an answer by media type; empty where it has none. */
    JsonNode answers(String status) {
      return node.path("responses").path(status).path("content");
    }

    /** The status that says that all went well, and that there is something new where that may be. */
    String success() {
      return node.path("responses").propertyNames().stream()
          .filter(status -> status.equals("201") || status.equals("200") || status.equals("204"))
          .max(String::compareTo)
          .orElse("");
    }

    @Override
    public String toString() {
      return "%s %s (%s)".formatted(method, path, id());
    }
  }

  JsonNode root() {
    return root;
  }

  List<Operation> operations() {
    return root.path("paths").properties().stream()
        .flatMap(path -> path.getValue().properties().stream()
            .map(one -> new Operation(one.getKey(), path.getKey(), one.getValue())))
        .toList();
  }

  /** Follows a reference into the components, if the node is one. */
  JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : root.at(reference.substring(1));
  }

  /** What a value does not keep of a schema. Members that no schema names are faults, too. */
  List<String> faults(JsonNode schema, JsonNode value) {
    ObjectNode alone = JSON.createObjectNode();
    alone.setAll((ObjectNode) schema.deepCopy());
    close(alone);
    alone.set("components", strictComponents);
    return SCHEMAS.getSchema(alone).validate(value).stream()
        .map(fault -> fault.getInstanceLocation() + ": " + fault.getMessage())
        .toList();
  }

  /** Closes every object that has members to other ones. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.has("properties") && !object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
      object.path("properties").forEach(ContractFile::close);
      object.path("oneOf").forEach(ContractFile::close);
      close(object.path("items"));
      close(object.path("additionalProperties"));
    }
  }
}
