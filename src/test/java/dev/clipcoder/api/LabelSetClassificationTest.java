package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.ClipcoderApplication;
import dev.clipcoder.testing.Fixtures;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Label sets on a small real checkpoint: answers against the formulas of CODER, in double, from /embed's vectors. */
class LabelSetClassificationTest {

  /** What the templates make of that: names and synonyms, then the others, by class. */
  private static final Map<String, List<List<String>>> TEXTS = Map.of(
      "circle",
      List.of(
          List.of("a photo of a red circle.", "a photo of a disc.", "a photo of a ring."),
          List.of(
              "red circle which has a round edge",
              "red circle which has a red area",
              "a red circle similar to ball.")),
      "dog",
      List.of(List.of("a photo of a dog."), List.of("dog which has a tail")),
      "noise",
      List.of(List.of("a photo of a noise."), List.of()));

  @TempDir
  static Path dataDir;

  private static ConfigurableApplicationContext service;
  private static Http http;
  private static byte[] picture;

  @BeforeAll
  static void start() throws IOException {
    Path checkpoint = Fixtures.checkpoint("quick-gelu-f32");
    String name =
        Fixtures.json(checkpoint.resolve("expected.json")).path("images").get(0).asString();
    picture = Files.readAllBytes(Fixtures.checkpoint("images").resolve(name));
    service = new SpringApplicationBuilder(ClipcoderApplication.class)
        .run(
            "--server.port=0",
            "--clipcoder.model=" + checkpoint,
            "--clipcoder.data-dir=" + dataDir);
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    http = new Http(URI.create("http://127.0.0.1:" + port));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void register(String id, String noise, String decision, String rerank) {
    String definition = """
        {"classes":[
          {"label":"circle","name":"red_circle","texts":{
            "attribute":["a round edge","a red area"],"analogous":["ball"],"synonym":["disc","ring"]}},
          {"label":"dog","texts":{"attribute":["a tail"]}},
          {"label":"noise"%s}],
         "oneToOne":[
          {"label":"circle","other":"dog","texts":["its edge","its colour"]},
          {"label":"dog","other":"circle","texts":["legs"]}],
         "decision":%s,"rerank":%s}""".formatted(noise, decision, rerank);
    byte[] body = definition.getBytes(StandardCharsets.UTF_8);
    Http.Reply reply = http.send("PUT", "/label-sets/" + id, body, "application/json");
    assertThat(reply.status()).as(reply.text()).isIn(200, 201);
  }

  private static Http.Reply classify(String query) {
    return http.post("/classify?labelSet=" + query, picture, "image/png");
  }

  private static JsonNode answer(String query) {
    Http.Reply reply = classify(query);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static double[] cosines(JsonNode answer, List<String> texts) {
    if (texts.isEmpty()) {
      return new double[0];
    }
    JsonNode rows =
        http.postJson("/embed", Http.json(Map.of("texts", texts))).json().path("embeddings");
    return rows.valueStream()
        .mapToDouble(row -> {
          double sum = 0;
          for (int i = 0; i < row.size(); i++) {
            sum += row.get(i).asDouble() * answer.path("embedding").get(i).asDouble();
          }
          return sum;
        })
        .toArray();
  }

  private static JsonNode prediction(JsonNode answer, String label) {
    return answer
        .path("predictions")
        .valueStream()
        .filter(one -> one.path("label").asString().equals(label))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void coder_equalsTheFormula() {
    register("formula", "", "{}", "{}");
    JsonNode answer = answer("formula&include=embedding,explanation");

    assertThat(answer.path("method").asString()).isEqualTo("coder");
    assertThat(answer.at("/labelSet/id").asString()).isEqualTo("formula");
    assertThat(answer.at("/labelSet/version").asInt()).isEqualTo(1);
    double logitScale = http.get("/info").json().at("/model/logitScale").asDouble();
    double total = 0;
    double nearest = -1;
    for (String label : TEXTS.keySet()) {
      double[] names = cosines(answer, TEXTS.get(label).get(0));
      double[] others = cosines(answer, TEXTS.get(label).get(1));
      double best = Arrays.stream(names).max().orElseThrow();
      double score = (Arrays.stream(others).sum() + best) / (others.length + 1);
      assertThat(prediction(answer, label).path("score").asDouble()).isCloseTo(score, within(1e-5));
      total += Math.exp(logitScale * score);
      nearest = Math.max(nearest, Math.max(best, Arrays.stream(others).max().orElse(-1)));
    }
    JsonNode first = answer.path("predictions").get(0);
    assertThat(answer.path("label")).isEqualTo(first.path("label"));
    assertThat(first.path("probability").asDouble())
        .isCloseTo(Math.exp(logitScale * first.path("score").asDouble()) / total, within(1e-4));
    assertThat(answer.at("/explanation/neighbors/0/similarity").asDouble())
        .isCloseTo(nearest, within(1e-5));
  }

  @Test
  void clip_comparesWithNamesOnly() {
    register("names", "", "{}", "{}");
    JsonNode answer = answer("names@1&method=clip&include=embedding");

    for (String label : TEXTS.keySet()) {
      double cosine = cosines(answer, TEXTS.get(label).get(0).subList(0, 1))[0];
      assertThat(prediction(answer, label).path("score").asDouble())
          .isCloseTo(cosine, within(1e-5));
    }
    Http.Reply impossible = classify("names&method=clip&rerank=true");
    assertThat(impossible.status()).isEqualTo(422);
    assertThat(impossible.detail()).contains("method=clip has no rerank");
  }

  @Test
  void rule_abstains() {
    register("strict", "", "{\"threshold\":1}", "{}");
    JsonNode unsure = answer("strict");
    assertThat(unsure.path("label").isNull()).isTrue();
    assertThat(unsure.path("accepted").asBoolean()).isFalse();
    assertThat(unsure.path("reason").asString()).isEqualTo("below-threshold");

    register("background", ",\"background\":true", "{}", "{}");
    JsonNode competing = answer("background");
    double background = prediction(unsure, "noise").path("score").asDouble();
    boolean wins = competing.path("predictions").get(0).path("score").asDouble() <= background;
    assertThat(competing.path("accepted").asBoolean()).isNotEqualTo(wins);
    assertThat(competing.path("reason").asString("")).isEqualTo(wins ? "background" : "");
    assertThat(competing.path("predictions").size()).isEqualTo(2);

    register("several", ",\"background\":true", "{\"mode\":\"multi\",\"threshold\":0}", "{}");
    assertThat(answer("several").path("labels").size()).isEqualTo(2);
  }

  @Test
  void rerankOfASetWithNamesOnly_saysWhyThereIsNone() {
    String definition =
        "{\"classes\":[\"circle\",\"dog\"],\"rerank\":{\"enabled\":true,\"gap\":1}}";
    byte[] body = definition.getBytes(StandardCharsets.UTF_8);
    assertThat(http.send("PUT", "/label-sets/wishes", body, "application/json").status())
        .isEqualTo(201);
    JsonNode answer = answer("wishes");
    assertThat(answer.path("method").asString()).isEqualTo("coder");
    assertThat(answer.at("/rerank/applied").asBoolean(true)).isFalse();
    assertThat(answer.at("/rerank/reason").asString()).contains("one-to-one texts");
  }

  @Test
  void rerank_ordersByOneToOneTexts() {
    register("close", "", "{}", "{\"enabled\":true,\"gap\":1}");
    JsonNode answer = answer("close&include=embedding");

    assertThat(answer.at("/rerank/applied").asBoolean()).isTrue();
    double[] circle = cosines(
        answer,
        List.of(
            "Because of its edge, red circle is different from dog.",
            "Because of its colour, red circle is different from dog."));
    double[] dog = cosines(answer, List.of("Because of legs, dog is different from red circle."));
    double r = (circle[0] + circle[1]) / 2 - dog[0];
    assertThat(prediction(answer, "circle").path("rerankScore").asDouble())
        .isCloseTo(r, within(1e-5));
    assertThat(prediction(answer, "dog").path("rerankScore").asDouble())
        .isCloseTo(-r, within(1e-5));
    assertThat(prediction(answer, "noise").has("rerankScore")).isFalse();
    List<String> order = answer
        .at("/rerank/candidates")
        .valueStream()
        .map(JsonNode::asString)
        .filter(label -> !label.equals("noise"))
        .toList();
    assertThat(order.getFirst()).isEqualTo(r > 0 ? "circle" : "dog");

    register("clear", "", "{}", "{\"gap\":0}");
    assertThat(answer("clear").has("rerank")).isFalse();
    JsonNode clear = answer("clear&rerank=true");
    assertThat(clear.at("/rerank/applied").asBoolean()).isFalse();
    assertThat(clear.at("/rerank/reason").asString()).startsWith("gap ").endsWith(">= 0.0");
    assertThat(http.get("/actuator/prometheus").text())
        .contains(
            "clipcoder_rerank_seconds_count{outcome=\"applied\"}",
            "clipcoder_rerank_seconds_count{outcome=\"clear-gap\"}");
  }

  @Test
  void regions_areAnsweredOneByOne() {
    register("regions", "", "{}", "{\"enabled\":true,\"gap\":1}");
    JsonNode answer = answer("regions&topK=1&regions=[[0,0,1,1],[0,0,0.5,1]]");

    assertThat(answer.path("results").size()).isEqualTo(2);
    assertThat(answer.at("/results/1/rerank/applied").asBoolean()).isTrue();
    assertThat(answer.at("/results/1/predictions").size()).isEqualTo(1);
    assertThat(answer.at("/labelSet/id").asString()).isEqualTo("regions");
  }

  @Test
  void restart_encodesNothingAgain() throws IOException {
    register("kept", "", "{}", "{}");
    JsonNode before = answer("kept");
    service.close();
    start();
    double encoded = encodedTexts();
    JsonNode after = answer("kept");

    assertThat(encodedTexts()).isEqualTo(encoded);
    assertThat(after.path("label")).isEqualTo(before.path("label"));
    assertThat(after.at("/predictions/0/score").asDouble())
        .isCloseTo(before.at("/predictions/0/score").asDouble(), within(1e-5));
  }

  private static double encodedTexts() {
    return http.get("/actuator/prometheus")
        .text()
        .lines()
        .filter(line -> line.startsWith("clipcoder_batch_size_count{kind=\"text\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
