package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** The committed contract is what the service says. Written anew with {@code -Dopenapi.write=true}. */
class OpenApiContractTest extends ServiceTest {

  private static final Path COMMITTED = Path.of("openapi", "openapi.yaml");

  @Test
  void openapiYaml_isWhatTheServiceSays() throws IOException {
    Http.Reply reply = http.get("/v3/api-docs.yaml");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    String running = reply.text();
    if (Boolean.getBoolean("openapi.write")) {
      Files.createDirectories(COMMITTED.getParent());
      Files.writeString(COMMITTED, running);
    }
    Object committed = new Yaml().load(Files.readString(COMMITTED));
    assertThat(new Yaml().<Object>load(running))
        .as("openapi/openapi.yaml; write it anew with -Dopenapi.write=true if the change is meant")
        .isEqualTo(committed);
  }

  @Test
  void schemas_ofDefinitionAndAnswersAreNotMixed() {
    JsonNode schemas = http.get("/v3/api-docs").json().at("/components/schemas");
    assertThat(schemas.at("/Rerank/properties").propertyNames())
        .containsExactlyInAnyOrder("enabled", "gap", "candidates", "mode", "lambda");
    assertThat(schemas.at("/RerankReport/properties").propertyNames()).contains("applied");
    assertThat(schemas.at("/Pair/properties/texts/type").stringValue()).isEqualTo("array");
    assertThat(schemas.at("/PairCoverage/properties/texts/type").stringValue())
        .isEqualTo("integer");
    assertThat(schemas.at("/LabelSetDefinition/required/0").stringValue()).isEqualTo("classes");
  }
}
