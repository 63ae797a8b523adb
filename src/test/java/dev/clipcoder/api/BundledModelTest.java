package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The first minute: no setting at all, the bundled model, pictures in styles that it has never seen. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class BundledModelTest {

  private static final Path SAMPLES = Path.of("docs/samples");

  @TempDir
  static Path dataDir;

  @LocalServerPort
  int port;

  private Http http = new Http(URI.create("http://localhost"));

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    settings.add("clipcoder.data-dir", dataDir::toString);
  }

  @BeforeEach
  void connect() {
    http = new Http(URI.create("http://127.0.0.1:" + port));
  }

  @Test
  void classify_everydayPictograms_areMostlyRight() throws IOException {
    List<String> labels = Files.readAllLines(SAMPLES.resolve("classes-20.txt"));
    int pictures = 0;
    int right = 0;
    for (String label : labels) {
      for (String style : List.of("twemoji", "openmoji")) {
        Path picture = SAMPLES.resolve(label.replace(' ', '_')).resolve(style + ".png");
        pictures++;
        if (classify(picture, labels).path("label").asString().equals(label)) {
          right++;
        }
      }
    }
    assertThat(pictures).isEqualTo(40);
    assertThat(right).isGreaterThanOrEqualTo(34);
  }

  @Test
  void classify_always_warnsThatItKnowsPictogramsOnly() throws IOException {
    JsonNode answer = classify(SAMPLES.resolve("cat/twemoji.png"), List.of("cat", "dog"));

    assertThat(answer.path("warnings").get(0).asString())
        .isEqualTo(
            "Pictograms only. For photographs set CLIPCODER_MODEL=hf://openai/clip-vit-base-patch32.");
    assertThat(answer.path("model").path("id").asString()).isEqualTo("clipcoder/mini-pictograms");
  }

  @Test
  void newWords_areLearnedFromOnePictureEach() throws IOException {
    put(
        "/support-sets/crew",
        "{\"labels\":[\"zorp\",\"blick\",\"quimf\"],\"keep\":\"thumbnails\"}");
    Map<String, String> taught = Map.of("zorp", "lemon", "blick", "guitar", "quimf", "dolphin");
    for (Map.Entry<String, String> one : taught.entrySet()) {
      Http.Reply added = http.post(
          "/support-sets/crew/examples",
          new Http.Form()
              .field("label", one.getKey())
              .file("image", sample(one.getValue(), "openmoji"))
              .build(),
          Http.MULTIPART);
      assertThat(added.status()).as(added.text()).isEqualTo(201);
      String id = added.json().path("examples").path(0).path("id").asString();
      Http.Reply thumbnail = http.get("/support-sets/crew/examples/" + id + "/image");
      assertThat(thumbnail.header("Content-Type")).isEqualTo("image/jpeg");
      assertThat(thumbnail.response().body()).startsWith(0xff, 0xd8, 0xff);
    }
    for (Map.Entry<String, String> one : taught.entrySet()) {
      JsonNode answer = http.post(
              "/few-shot/classify?supportSet=crew", sample(one.getValue(), "twemoji"), "image/png")
          .json();
      assertThat(answer.path("label").asString()).as(one.getValue()).isEqualTo(one.getKey());
    }
  }

  private void put(String path, String json) {
    Http.Reply reply =
        http.send("PUT", path, json.getBytes(StandardCharsets.UTF_8), "application/json");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
  }

  private static byte[] sample(String name, String style) throws IOException {
    return Files.readAllBytes(SAMPLES.resolve(name).resolve(style + ".png"));
  }

  private JsonNode classify(Path picture, List<String> labels) throws IOException {
    Http.Form form = new Http.Form().file("image", Files.readAllBytes(picture));
    labels.forEach(label -> form.field("labels", label));
    Http.Reply reply = http.post("/classify", form.build(), Http.MULTIPART);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }
}
