package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.testing.Fixtures;
import dev.clipcoder.testing.LocalHub;
import dev.clipcoder.testing.NpyFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The service as it is shipped, started by the name of a model on a hub. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class HubModelTest {

  private static final Path CHECKPOINT = Fixtures.checkpoint("quick-gelu-f32");
  private static final LocalHub HUB = new LocalHub("tiny/clip", CHECKPOINT);

  @TempDir
  static Path dataDir;

  @LocalServerPort
  int port;

  private Http http = new Http(URI.create("http://localhost"));

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    settings.add("clipcoder.model", () -> "hf://tiny/clip");
    settings.add("clipcoder.hub.url", HUB::url);
    settings.add("HF_TOKEN", () -> "hf_of_the_environment");
    settings.add("clipcoder.data-dir", dataDir::toString);
  }

  @AfterAll
  static void close() {
    HUB.close();
  }

  @BeforeEach
  void connect() {
    http = new Http(URI.create("http://127.0.0.1:" + port));
  }

  @Test
  void classify_isAnsweredByTheDownloadedModel() throws IOException {
    byte[] picture = Files.readAllBytes(Fixtures.checkpoint("images").resolve("landscape.png"));
    byte[] body = new Http.Form()
        .file("image", picture)
        .field("labels", "a red circle")
        .field("labels", "a dog")
        .build();
    Http.Reply reply = http.post("/classify", body, Http.MULTIPART);

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("model").path("id").asString()).isEqualTo("tiny/clip");
    assertThat(reply.json().path("warnings").size()).isZero();
  }

  @Test
  void embed_equalsTransformers() {
    List<String> texts = Fixtures.json(CHECKPOINT.resolve("texts.json"))
        .valueStream()
        .map(JsonNode::asString)
        .toList();
    JsonNode embeddings =
        http.postJson("/embed", Http.json(Map.of("texts", texts))).json().path("embeddings");

    float[][] expected = NpyFile.read(CHECKPOINT.resolve("text-embeddings.npy")).floatRows();
    for (int i = 0; i < expected[0].length; i++) {
      assertThat(embeddings.get(0).get(i).asDouble()).isCloseTo(expected[0][i], within(1e-5));
    }
  }

  @Test
  void start_sentTheTokenOfTheEnvironment_onlyToTheHub() {
    assertThat(HUB.requests()).isNotEmpty();
    for (LocalHub.Request request : HUB.requests()) {
      assertThat(request.authorization())
          .isEqualTo(request.toCdn() ? null : "Bearer hf_of_the_environment");
    }
  }
}
