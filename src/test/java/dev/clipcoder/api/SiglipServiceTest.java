package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.ClipcoderApplication;
import dev.clipcoder.testing.Fixtures;
import dev.clipcoder.testing.NpyFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** The service as it is shipped, on a small SigLIP checkpoint: transformers' numbers, matches among them. */
class SiglipServiceTest {

  private static final Path CHECKPOINT = Fixtures.siglip("siglip-f32");

  /** Of the network's own size, so that nothing is resized. */
  private static final String PICTURE = "exact-32.png";

  /** Two texts of the checkpoint's texts.json, whose matches transformers has computed. */
  private static final List<String> TEXTS = List.of("a photo of a cat", "A Photo of a DOG.");

  @TempDir
  static Path dataDir;

  private static ConfigurableApplicationContext service;
  private static Http http;

  @BeforeAll
  static void start() {
    service = new SpringApplicationBuilder(ClipcoderApplication.class)
        .run(
            "--server.port=0",
            "--clipcoder.model=" + CHECKPOINT,
            "--clipcoder.data-dir=" + dataDir);
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    http = new Http(URI.create("http://127.0.0.1:" + port));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void embed_texts_equalTransformers() {
    JsonNode texts = Fixtures.json(CHECKPOINT.resolve("texts.json"));
    List<String> all = texts
        .valueStream()
        .map(JsonNode::asString)
        .filter(text -> text.length() <= 2000)
        .toList();
    Http.Reply reply = http.postJson("/embed", Http.json(Map.of("texts", all)));

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    float[][] expected = NpyFile.read(CHECKPOINT.resolve("text-embeddings.npy")).floatRows();
    assertThat(all).hasSizeGreaterThan(15);
    for (int row = 0; row < all.size(); row++) {
      for (int i = 0; i < expected[row].length; i++) {
        assertThat(reply.json().path("embeddings").get(row).get(i).asDouble())
            .isCloseTo(expected[row][i], within(1e-5));
      }
    }
  }

  @Test
  void classify_labelsOfTheRequest_haveTheMatchOfTransformers() throws IOException {
    byte[] body = new Http.Form()
        .file("image", picture())
        .field("labels", TEXTS.get(0))
        .field("labels", TEXTS.get(1))
        .field("template", "{label}")
        .build();
    JsonNode answer = http.post("/classify", body, Http.MULTIPART).json();

    assertMatches(answer, TEXTS);
    double sum = answer
        .path("predictions")
        .valueStream()
        .mapToDouble(prediction -> prediction.path("probability").asDouble())
        .sum();
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @Test
  void classify_labelSetByNames_hasMatches_byCoderHasNone() throws IOException {
    register("pets", "\"single\"", "");

    JsonNode clip = classify("labelSet=pets&method=clip").json();
    assertMatches(clip, List.of("cat", "dog"));
    JsonNode coder = classify("labelSet=pets&method=coder").json();
    assertThat(coder.path("method").asString()).isEqualTo("coder");
    assertThat(coder.path("predictions").get(0).has("match")).isFalse();
  }

  @Test
  void classify_severalWithoutBackground_areDecidedByTheirMatches() throws IOException {
    float[] matches = matches();
    double between = (matches[0] + matches[1]) / 2.0;
    register("several", "\"multi\"", ",\"threshold\":" + between);

    JsonNode answer = classify("labelSet=several").json();
    assertThat(answer.path("method").asString()).isEqualTo("clip");
    assertMatches(answer, List.of("cat", "dog"));
    assertThat(answer.path("labels").valueStream().map(JsonNode::asString))
        .containsExactly(matches[0] > matches[1] ? "cat" : "dog");

    Http.Reply coder = classify("labelSet=several&method=coder");
    assertThat(coder.status()).isEqualTo(422);
    assertThat(coder.detail()).contains("only SigLIP models with method=clip can decide");
    assertThat(coder.json().path("errors").get(0).path("field").asString()).isEqualTo("method");
  }

  @Test
  void info_tellsTheFamilyAndItsBias() {
    JsonNode model = http.get("/info").json().path("model");

    assertThat(model.path("family").asString()).isEqualTo("siglip");
    assertThat(model.path("contextLength").asInt()).isEqualTo(64);
    assertThat(model.path("logitScale").asDouble()).isCloseTo(20, within(1e-4));
    assertThat(model.path("logitBias").asDouble()).isCloseTo(-2.5, within(1e-6));
  }

  /** The same two texts as the names of two classes. */
  private static void register(String id, String mode, String threshold) {
    String definition = """
        {"templates":{"name":["{label}"]},
         "classes":[{"label":"cat","name":"%s","texts":{"attribute":["whiskers"]}},
                    {"label":"dog","name":"%s"}],
         "decision":{"mode":%s%s}}""".formatted(TEXTS.get(0), TEXTS.get(1), mode, threshold);
    byte[] body = definition.getBytes(StandardCharsets.UTF_8);
    Http.Reply reply = http.send("PUT", "/label-sets/" + id, body, "application/json");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
  }

  private static Http.Reply classify(String options) throws IOException {
    return http.post("/classify?" + options, picture(), "image/png");
  }

  private static void assertMatches(JsonNode answer, List<String> labels) {
    float[] expected = matches();
    assertThat(answer.path("predictions").size()).as(answer.toString()).isEqualTo(2);
    for (JsonNode prediction : answer.path("predictions")) {
      int text = labels.indexOf(prediction.path("label").asString());
      assertThat(prediction.path("match").asDouble()).isCloseTo(expected[text], within(1e-4));
    }
    assertThat(expected[0]).isNotCloseTo(expected[1], within(1e-3f));
  }

  /** Of the picture with each text. */
  private static float[] matches() {
    List<String> images = Fixtures.json(CHECKPOINT.resolve("expected.json"))
        .path("images")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
    return NpyFile.read(CHECKPOINT.resolve("matches.npy")).floatRows()[images.indexOf(PICTURE)];
  }

  private static byte[] picture() throws IOException {
    return Files.readAllBytes(Fixtures.checkpoint("images").resolve(PICTURE));
  }
}
