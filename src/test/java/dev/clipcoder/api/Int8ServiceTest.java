package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.ClipcoderApplication;
import dev.clipcoder.testing.Fixtures;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The service as it is shipped, in 8 bits. */
class Int8ServiceTest {

  @TempDir
  static Path dataDir;

  private static ConfigurableApplicationContext service;
  private static Http http;

  @BeforeAll
  static void start() {
    service = new SpringApplicationBuilder(ClipcoderApplication.class)
        .run(
            "--server.port=0",
            "--clipcoder.model=" + Fixtures.checkpoint("quick-gelu-f32"),
            "--clipcoder.device=cpu",
            "--clipcoder.precision=int8",
            "--clipcoder.data-dir=" + dataDir);
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    http = new Http(URI.create("http://127.0.0.1:" + port));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void info_tellsHowNearItIsToFloat32AndWhatThatDoesNotSay() {
    JsonNode info = http.get("/info").json();
    assertThat(info.path("model").path("precision").asString()).isEqualTo("int8");
    JsonNode check = info.path("model").path("precisionCheck");
    assertThat(check.path("pictures").asInt()).isEqualTo(4);
    assertThat(check.path("texts").asInt()).isEqualTo(8);
    assertThat(check.path("leastImageCosine").asDouble()).isBetween(0.999, 1 - 1e-9);
    assertThat(check.path("leastTextCosine").asDouble()).isBetween(0.999, 1 - 1e-9);
    assertThat(check.path("accuracy").asString()).isEqualTo("unverified");
    assertThat(info.path("warnings").toString()).contains("unverified", "evaluate");
  }

  @Test
  void embed_textAloneAndAmongOthers_isTheSame() {
    JsonNode alone = embeddings(List.of("a cat"));
    JsonNode among = embeddings(List.of(
        "a dog",
        "a cat",
        "a small bird on the branch of an old tree in winter",
        "two dogs in the snow"));
    assertThat(among.get(1)).isEqualTo(alone.get(0));
  }

  private static JsonNode embeddings(List<String> texts) {
    Http.Reply reply = http.postJson("/embed", Http.json(Map.of("texts", texts)));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("embeddings");
  }
}
