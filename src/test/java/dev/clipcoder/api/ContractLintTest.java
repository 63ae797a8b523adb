package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.api.ContractFile.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What somebody may expect of a contract that no service checks: the form, words for everything, and right examples. */
class ContractLintTest {

  private final ContractFile contract = ContractFile.committed();

  @Test
  void file_isRightOpenApi() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    options.setValidateExternalRefs(true);
    options.setValidateInternalRefs(true);

    var parsed =
        new OpenAPIV3Parser().readLocation(ContractFile.COMMITTED.toString(), List.of(), options);

    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getPaths()).hasSizeGreaterThan(10);
  }

  @Test
  void operations_haveWords() {
    assertThat(that(operation -> operation.path("summary").asString("").isEmpty()))
        .isEmpty();
    assertThat(that(operation -> operation.path("summary").asString().endsWith(".")))
        .isEmpty();
    assertThat(that(operation -> operation.path("description").asString("").isEmpty()))
        .isEmpty();
    assertThat(that(operation ->
            !operation.path("operationId").asString("").matches("[a-z]+([A-Z][a-z]*)*")))
        .isEmpty();
    assertThat(contract.operations().stream().map(Operation::id)).doesNotHaveDuplicates();
  }

  @Test
  void operations_haveOneTag_whichIsDescribed() {
    List<String> tags = contract
        .root()
        .path("tags")
        .valueStream()
        .filter(tag -> !tag.path("description").asString("").isEmpty())
        .map(tag -> tag.path("name").asString())
        .toList();

    assertThat(that(operation -> operation.path("tags").size() != 1
            || !tags.contains(operation.path("tags").path(0).asString())))
        .isEmpty();
  }

  @Test
  void operations_sayWhatRefusalsLookLike() {
    Predicate<JsonNode> refusesWithoutForm =
        operation -> operation.path("responses").properties().stream()
            .filter(response -> !response.getKey().startsWith("2"))
            .map(response -> contract.resolved(response.getValue()))
            .anyMatch(response -> response.path("description").asString("").isEmpty()
                || response
                    .path("content")
                    .valueStream()
                    .noneMatch(content -> content.has("schema")));

    assertThat(that(refusesWithoutForm)).isEmpty();
    assertThat(that(operation -> !operation.path("responses").has("401"))).isEmpty();
    assertThat(contract.operations())
        .filteredOn(operation -> operation.path().contains("{"))
        .allMatch(operation -> operation.node().path("responses").has("404"));
    assertThat(contract.operations())
        .filteredOn(operation -> !operation.bodies().isEmpty())
        .allMatch(operation -> operation.node().path("responses").has("400")
            && operation.node().path("responses").has("415"));
  }

  @Test
  void operations_nameBothWaysToSendAKey() {
    Set<String> schemes =
        new HashSet<>(contract.root().at("/components/securitySchemes").propertyNames());
    assertThat(schemes).containsExactlyInAnyOrder("bearer", "apiKey");
    assertThat(contract.root().at("/components/securitySchemes").valueStream())
        .allMatch(scheme -> !scheme.path("description").asString("").isEmpty());

    assertThat(that(operation -> !operation
            .path("security")
            .valueStream()
            .flatMap(one -> one.propertyNames().stream())
            .toList()
            .containsAll(schemes)))
        .isEmpty();
  }

  @Test
  void parameters_areDescribed() {
    assertThat(contract.operations().stream()
            .flatMap(operation -> operation
                .node()
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("description").asString("").isEmpty())
                .map(parameter -> operation + ": " + parameter.path("name").asString())))
        .isEmpty();
  }

  @Test
  void components_areUsed() {
    String text = contract.root().toString();
    List<String> unused = Stream.of("schemas", "headers")
        .flatMap(kind -> contract.root().at("/components/" + kind).propertyNames().stream()
            .map(name -> "#/components/" + kind + "/" + name))
        .filter(reference -> !text.contains('"' + reference + '"'))
        .toList();

    assertThat(unused).isEmpty();
  }

  @Test
  void operations_haveExamplesThatKeepTheirSchemas() {
    List<String> faults = new ArrayList<>();
    for (Operation operation : contract.operations()) {
      for (JsonNode parameter : operation.node().path("parameters")) {
        boolean isPath = parameter.path("in").asString().equals("path");
        if (isPath && !parameter.has("example")) {
          faults.add("%s: no example of %s".formatted(operation, parameter.path("name")));
        }
        if (parameter.has("example")) {
          check(
              operation + " " + parameter.path("name"),
              parameter.path("schema"),
              parameter.path("example"),
              faults);
        }
      }
      operation
          .bodies()
          .forEachEntry((type, content) -> examples(operation + " " + type, content, faults));
      JsonNode answers = operation.answers(operation.success());
      if (!answers.isEmpty()
          && answers.valueStream().noneMatch(content -> content.has("examples"))) {
        faults.add("%s: no example of an answer".formatted(operation));
      }
      answers.forEachEntry((type, content) -> {
        if (content.has("examples")) {
          examples(operation + " answer", content, faults);
        }
      });
    }
    assertThat(faults).isEmpty();
  }

  private void examples(String what, JsonNode content, List<String> faults) {
    if (content.path("examples").isEmpty()) {
      faults.add(what + ": no example");
    }
    content.path("examples").forEachEntry((name, example) -> {
      if (example.has("value")) {
        check(what + " " + name, content.path("schema"), example.path("value"), faults);
      } else if (!example.path("externalValue").asString("").startsWith("data:")) {
        faults.add("%s %s: neither a value nor a data URI".formatted(what, name));
      }
    });
  }

  private void check(String what, JsonNode schema, JsonNode value, List<String> faults) {
    contract.faults(schema, value).forEach(fault -> faults.add(what + fault));
  }

  private List<String> that(Predicate<JsonNode> isFaulty) {
    return contract.operations().stream()
        .filter(operation -> isFaulty.test(operation.node()))
        .map(Operation::toString)
        .toList();
  }
}
