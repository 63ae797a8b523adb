package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.api.ContractFile.Operation;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every request that the contract shows, sent to the service with the bundled model; what it answers is what the contract
 * says and shows. The answers that it shows are written anew with {@code -Dopenapi.write=true}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ContractExamplesTest {

  /** What one needs of another comes after it. */
  private static final List<String> TOUR = List.of(
      "putLabelSet",
      "patchLabelSet",
      "importLabelSetTexts",
      "generateLabelSetTexts",
      "listLabelSets",
      "getLabelSet",
      "listLabelSetTexts",
      "listLabelSetPairs",
      "getLabelSetQuality",
      "getJob",
      "cancelJob",
      "putSupportSet",
      "addExamples",
      "listSupportSets",
      "getSupportSet",
      "listExamples",
      "getExamplePicture",
      "classify",
      "classifyBatch",
      "classifyByExamples",
      "coder",
      "embed",
      "openAiEmbeddings",
      "openAiModels",
      "openAiModel",
      "zeroShotImageClassification",
      "info",
      "removeExample",
      "deleteSupportSet",
      "deleteLabelSet");

  private static final Path ANSWERS = Path.of("src/main/resources/openapi/answers");

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Longer arrays are cut to this in the answers that are shown. */
  private static final int SHOWN = 3;

  @TempDir
  static Path dataDir;

  @LocalServerPort
  int port;

  private final ContractFile contract = ContractFile.committed();
  private final List<String> faults = new ArrayList<>();

  /** The job that the tour has met last, in place of the one that the contract shows. */
  private String job = "";

  private Http http = new Http(URI.create("http://localhost"));

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    settings.add("clipcoder.data-dir", dataDir::toString);
  }

  @Test
  void everyRequest_isAnsweredAsTheContractSays() throws IOException {
    http = new Http(URI.create("http://127.0.0.1:" + port));
    Map<String, Operation> operations = contract.operations().stream()
        .collect(Collectors.toMap(Operation::id, operation -> operation));
    assertThat(TOUR).containsExactlyInAnyOrderElementsOf(operations.keySet());

    for (String id : TOUR) {
      Operation operation = Objects.requireNonNull(operations.get(id));
      List<Request> requests = requests(operation);
      for (int i = 0; i < requests.size(); i++) {
        Http.Reply reply = send(operation, requests.get(i));
        check(operation, requests.get(i), reply);
        if (i == 0) {
          shown(operation, reply);
        }
        remember(reply);
      }
    }
    assertThat(faults).isEmpty();
  }

  /**
   * An example of a request.
   *
   * @param type empty where there is no body
   * @param example the example object, with {@code value} or {@code externalValue}
   */
  private record Request(String name, String type, JsonNode example) {

    boolean isJson() {
      return type.endsWith("json") && !type.contains("ndjson");
    }

    @Override
    public String toString() {
      return type + " " + name;
    }
  }

  private List<Request> requests(Operation operation) {
    if (operation.bodies().isEmpty()) {
      return List.of(new Request("without a body", "", JSON.createObjectNode()));
    }
    List<Request> requests = new ArrayList<>();
    operation.bodies().forEachEntry((type, content) -> {
      if (content.path("examples").isEmpty()) {
        faults.add("%s has no example of %s".formatted(operation, type));
      }
      content
          .path("examples")
          .forEachEntry((name, example) -> requests.add(new Request(name, type, example)));
    });
    return requests;
  }

  private Http.Reply send(Operation operation, Request request) {
    String target = operation.path() + query(operation, request);
    for (JsonNode parameter : operation.node().path("parameters")) {
      if (parameter.path("in").asString().equals("path")) {
        String name = parameter.path("name").asString();
        target = target.replace(
            "{" + name + "}", Http.encode(value(operation, parameter.path("example"))));
      }
    }
    return switch (request.type()) {
      case "" -> http.send(operation.method().toUpperCase(Locale.ROOT), target, new byte[0], null);
      case "multipart/form-data" -> http.post(target, form(operation, request), Http.MULTIPART);
      default -> {
        String external = request.example().path("externalValue").asString("");
        JsonNode value = request.example().path("value");
        byte[] body = external.isEmpty()
            ? (value.isString() ? value.asString() : value.toString())
                .getBytes(StandardCharsets.UTF_8)
            : bytes(external);
        String type = request.type().equals("image/*") ? mediaType(external) : request.type();
        yield http.send(operation.method().toUpperCase(Locale.ROOT), target, body, type);
      }
    };
  }

  private String value(Operation operation, JsonNode example) {
    return operation.path().startsWith("/jobs") ? job : example.asString();
  }

  /** The examples of its query parameters; those of a JSON body are members of it. */
  private static String query(Operation operation, Request request) {
    if (request.isJson()) {
      return "";
    }
    List<String> pairs = new ArrayList<>();
    for (JsonNode parameter : operation.node().path("parameters")) {
      if (parameter.path("in").asString().equals("query") && parameter.has("example")) {
        JsonNode example = parameter.path("example");
        Stream<JsonNode> values = example.isArray() ? example.valueStream() : Stream.of(example);
        values.forEach(value ->
            pairs.add(parameter.path("name").asString() + "=" + Http.encode(value.asString())));
      }
    }
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }

  private byte[] form(Operation operation, Request request) {
    JsonNode members = contract
        .resolved(operation.bodies().path(request.type()).path("schema"))
        .path("properties");
    Http.Form form = new Http.Form();
    request.example().path("value").forEachEntry((name, value) -> {
      JsonNode member = members.path(name);
      boolean isFile = member.path("format").asString("").equals("binary")
          || member.path("items").path("format").asString("").equals("binary");
      Stream<JsonNode> parts = value.isArray() ? value.valueStream() : Stream.of(value);
      parts.forEach(part -> {
        if (isFile) {
          form.file(name, bytes(part.asString()));
        } else {
          form.field(name, part.asString());
        }
      });
    });
    return form.build();
  }

  private static byte[] bytes(String dataUri) {
    return Base64.getDecoder().decode(dataUri.substring(dataUri.indexOf(',') + 1));
  }

  private static String mediaType(String dataUri) {
    return dataUri.substring("data:".length(), dataUri.indexOf(';'));
  }

  private void check(Operation operation, Request request, Http.Reply reply) {
    String what = "%s, %s: ".formatted(operation, request);
    JsonNode documented = operation.node().path("responses").path(Integer.toString(reply.status()));
    if (reply.status() / 100 != 2 || documented.isMissingNode()) {
      faults.add(what + reply.status() + " " + reply.text());
      return;
    }
    if (documented.path("content").isMissingNode()) {
      if (reply.response().body().length > 0) {
        faults.add(what + "a body where none is documented");
      }
      return;
    }
    JsonNode content = documented.path("content").path(typeOf(reply));
    if (content.isMissingNode()) {
      faults.add(what + "answers " + typeOf(reply));
    }
    values(reply)
        .forEach(value ->
            contract.faults(schema(content), value).forEach(fault -> faults.add(what + fault)));
  }

  /** Of JSON lines the schema of a line. */
  private static JsonNode schema(JsonNode content) {
    JsonNode schema = content.path("schema");
    return schema.has("contentSchema") ? schema.path("contentSchema") : schema;
  }

  private static String typeOf(Http.Reply reply) {
    MediaType type = MediaType.parseMediaType(reply.header("Content-Type"));
    return type.getType() + "/" + type.getSubtype();
  }

  /** The JSON of an answer, or of its lines; nothing for bytes. */
  private static List<JsonNode> values(Http.Reply reply) {
    return switch (typeOf(reply)) {
      case "application/json" -> List.of(reply.json());
      case BatchWriter.MEDIA_TYPE -> reply.lines();
      default -> List.of();
    };
  }

  private void remember(Http.Reply reply) {
    if (reply.response().body().length > 0) {
      values(reply).stream()
          .map(value -> value.path("job").asString(""))
          .filter(met -> !met.isEmpty())
          .forEach(met -> job = met);
    }
  }

  /** The answer that the contract shows has the same members as that of the service. */
  private void shown(Operation operation, Http.Reply reply) throws IOException {
    String status = Integer.toString(reply.status());
    if (!status.startsWith("2") || operation.answers(status).isEmpty()) {
      return;
    }
    ObjectNode example = JSON.createObjectNode();
    if (values(reply).isEmpty()) {
      example.put(
          "externalValue",
          "data:%s;base64,%s"
              .formatted(
                  typeOf(reply),
                  Base64.getEncoder().encodeToString(reply.response().body())));
    } else if (typeOf(reply).equals(BatchWriter.MEDIA_TYPE)) {
      example.put(
          "value",
          values(reply).stream().map(line -> shortened(line) + "\n").collect(Collectors.joining()));
    } else {
      example.set("value", shortened(reply.json()));
    }
    if (Boolean.getBoolean("openapi.write")) {
      write(operation, status, typeOf(reply), example);
      return;
    }
    JsonNode shown =
        operation.answers(status).path(typeOf(reply)).path("examples").path("answer");
    if (!shape(shown).equals(shape(example))) {
      faults.add("%s answers\n%s\nand the contract shows\n%s".formatted(operation, example, shown));
    }
  }

  private static void write(Operation operation, String status, String type, ObjectNode example)
      throws IOException {
    Files.createDirectories(ANSWERS);
    ObjectNode answer = JSON.createObjectNode().put("status", status).put("contentType", type);
    answer.putObject("examples").set("answer", example);
    Files.writeString(
        ANSWERS.resolve(operation.id() + ".json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n");
  }

  /** With the first elements of arrays and four digits of numbers. */
  private static JsonNode shortened(JsonNode value) {
    if (value.isObject()) {
      ObjectNode object = JSON.createObjectNode();
      value.forEachEntry((name, member) -> object.set(name, shortened(member)));
      return object;
    }
    if (value.isArray()) {
      ArrayNode array = JSON.createArrayNode();
      value.valueStream().limit(SHOWN).forEach(element -> array.add(shortened(element)));
      return array;
    }
    return value.isFloatingPointNumber()
        ? JSON.getNodeFactory()
            .numberNode(new BigDecimal(value.asString()).round(new MathContext(4)))
        : value;
  }

  /** Names and kinds: what stays the same whatever the numbers, times and names are. */
  private static String shape(JsonNode value) {
    if (value.isObject()) {
      Map<String, String> members = new TreeMap<>();
      value.forEachEntry((name, member) -> members.put(name, shape(member)));
      return members.toString();
    }
    if (value.isArray()) {
      return "[" + (value.isEmpty() ? "" : shape(value.path(0))) + "]";
    }
    return value.isNumber() ? "number" : value.getNodeType().toString();
  }
}
