package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.documents.ShownText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * The picture of docs/coder.md is what the service answers about a sample. Drawn anew with {@code -Dpicture.write=true}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class CoderPictureTest {

  private static final Path PICTURE = Path.of("docs", "coder.svg");
  private static final Path SAMPLES = Path.of("docs", "samples");

  @TempDir
  static Path dataDir;

  @LocalServerPort
  int port;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    settings.add("clipcoder.data-dir", dataDir::toString);
  }

  @Test
  void picture_isDrawnFromWhatTheServiceAnswers() throws IOException {
    String drawn = draw(new Http(URI.create("http://127.0.0.1:" + port)));
    if (Boolean.getBoolean("picture.write")) {
      Files.writeString(PICTURE, drawn);
    }
    assertThat(ShownText.differences(Files.readString(PICTURE), drawn))
        .as("docs/coder.svg; draw it anew with -Dpicture.write=true")
        .isEmpty();
  }

  private static String draw(Http http) throws IOException {
    byte[] set = Files.readAllBytes(SAMPLES.resolve("label-set.json"));
    assertThat(http.send("PUT", "/label-sets/everyday", set, "application/json").status())
        .isEqualTo(201);
    byte[] cat = Files.readAllBytes(SAMPLES.resolve("cat/twemoji.png"));
    JsonNode vector = http.post("/coder?labelSet=everyday", cat, "image/png").json();
    JsonNode answer =
        http.post("/classify?labelSet=everyday&topK=20", cat, "image/png").json();
    List<JsonNode> texts = http.get("/label-sets/everyday/texts?limit=1000")
        .json()
        .path("items")
        .valueStream()
        .toList();
    assertThat(texts).hasSize(vector.path("dimensions").asInt());
    return CoderPicture.draw(vector, texts, answer);
  }
}
