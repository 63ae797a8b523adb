package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.testing.Fixtures;
import dev.clipcoder.testing.NpyFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The service as it is shipped, on a small real checkpoint: bytes in, transformers' numbers out. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class RealEngineTest {

  private static final Path CHECKPOINT = Fixtures.checkpoint("quick-gelu-f32");

  /** Resizing may differ from PIL's by one level of 256 in a few pixels. */
  private static final double IMAGE_COSINE = 0.9999;

  @TempDir
  static Path dataDir;

  @LocalServerPort
  int port;

  private Http http = new Http(URI.create("http://localhost"));

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    settings.add("clipcoder.model", CHECKPOINT::toString);
    settings.add("clipcoder.data-dir", dataDir::toString);
  }

  @BeforeEach
  void connect() {
    http = new Http(URI.create("http://127.0.0.1:" + port));
  }

  @Test
  void embed_texts_equalTransformers() {
    List<String> texts = texts();
    Http.Reply reply = http.postJson("/embed", Http.json(Map.of("texts", texts)));

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    float[][] expected = NpyFile.read(CHECKPOINT.resolve("text-embeddings.npy")).floatRows();
    JsonNode embeddings = reply.json().path("embeddings");
    for (int row = 0; row < expected.length; row++) {
      for (int i = 0; i < expected[row].length; i++) {
        assertThat(embeddings.get(row).get(i).asDouble()).isCloseTo(expected[row][i], within(1e-5));
      }
    }
  }

  @Test
  void embed_pictures_equalTransformers() throws IOException {
    Http.Form form = new Http.Form();
    for (byte[] picture : pictures()) {
      form.file("image", picture);
    }
    Http.Reply reply = http.post("/embed", form.build(), Http.MULTIPART);

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    float[][] expected =
        NpyFile.read(CHECKPOINT.resolve("image-embeddings.npy")).floatRows();
    JsonNode embeddings = reply.json().path("embeddings");
    assertThat(embeddings.size()).isEqualTo(expected.length);
    for (int row = 0; row < expected.length; row++) {
      assertThat(cosine(embeddings.get(row), expected[row])).isGreaterThan(IMAGE_COSINE);
    }
  }

  @Test
  void classify_manyClientsAtOnce_getWhatOneGetsAlone() throws Exception {
    List<byte[]> pictures = pictures();
    List<JsonNode> alone = new ArrayList<>();
    for (byte[] picture : pictures) {
      alone.add(classify(picture).json());
    }
    List<Future<Http.Reply>> together = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 64; i++) {
        byte[] picture = pictures.get(i % pictures.size());
        together.add(clients.submit(() -> classify(picture)));
      }
    }
    for (int i = 0; i < together.size(); i++) {
      JsonNode expected = alone.get(i % pictures.size());
      Http.Reply reply = together.get(i).get();
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
      assertThat(reply.json().path("label")).isEqualTo(expected.path("label"));
      double probability =
          reply.json().path("predictions").get(0).path("probability").asDouble();
      assertThat(probability)
          .isCloseTo(
              expected.path("predictions").get(0).path("probability").asDouble(), within(1e-4));
    }
    String metrics = http.get("/actuator/prometheus").text();
    assertThat(metrics)
        .contains("clipcoder_batch_size_count{kind=\"image\"}", "clipcoder_items_admitted 0.0");
  }

  @Test
  void info_tellsTheCheckpoint() {
    JsonNode model = http.get("/info").json().path("model");

    assertThat(model.path("id").asString()).isEqualTo("quick-gelu-f32");
    assertThat(model.path("family").asString()).isEqualTo("clip");
    assertThat(model.path("imageSize").asInt()).isEqualTo(32);
    assertThat(model.path("fingerprint").asString()).matches("[0-9a-f]{64}");
    assertThat(model.path("logitScale").asDouble())
        .isCloseTo(
            Fixtures.json(CHECKPOINT.resolve("expected.json"))
                .path("logit_scale_exp")
                .asDouble(),
            within(1e-3));
  }

  @Test
  void classify_stripOfExtremeShape_isRefusedBeforeItGrows() {
    Http.Reply reply = http.post("/classify?labels=a&labels=b", strip(5000, 2), "image/bmp");

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.detail()).contains("5000×2", "at most 50 times");
  }

  private Http.Reply classify(byte[] picture) {
    byte[] body = new Http.Form()
        .file("image", picture)
        .field("labels", "a red circle")
        .field("labels", "a dog")
        .field("labels", "noise")
        .build();
    return http.post("/classify", body, Http.MULTIPART);
  }

  private static List<String> texts() {
    return Fixtures.json(CHECKPOINT.resolve("texts.json"))
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private static List<byte[]> pictures() throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    for (JsonNode name : Fixtures.json(CHECKPOINT.resolve("expected.json")).path("images")) {
      pictures.add(Files.readAllBytes(Fixtures.checkpoint("images").resolve(name.asString())));
    }
    return pictures;
  }

  /** A black BMP of 24 bits. */
  private static byte[] strip(int width, int height) {
    int row = (width * 3 + 3) / 4 * 4;
    java.nio.ByteBuffer bmp =
        java.nio.ByteBuffer.allocate(54 + row * height).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putInt(bmp.capacity()).putInt(0).putInt(54);
    bmp.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 24);
    return bmp.array();
  }

  private static double cosine(JsonNode actual, float[] expected) {
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      sum += actual.get(i).asDouble() * expected[i];
    }
    return sum;
  }
}
