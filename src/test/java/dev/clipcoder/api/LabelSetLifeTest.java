package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.ClipcoderApplication;
import dev.clipcoder.testing.Fixtures;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** What becomes of label sets over time, on small real checkpoints, over HTTP. */
class LabelSetLifeTest {

  @TempDir
  Path dataDir;

  @TempDir
  Path folder;

  private byte[] picture = new byte[0];
  private ConfigurableApplicationContext service;
  private Http http = new Http(URI.create("http://localhost"));

  @BeforeEach
  void begin() throws IOException {
    picture = Files.readAllBytes(Fixtures.checkpoint("images")
        .resolve(Fixtures.json(Fixtures.checkpoint("quick-gelu-f32").resolve("expected.json"))
            .path("images")
            .get(0)
            .asString()));
    start("quick-gelu-f32");
  }

  private void start(String checkpoint) {
    service = new SpringApplicationBuilder(ClipcoderApplication.class)
        .run(
            "--server.port=0",
            "--clipcoder.model=" + Fixtures.checkpoint(checkpoint),
            "--clipcoder.metrics.label-sets=known",
            "--clipcoder.label-sets.dir=" + folder,
            "--clipcoder.label-sets.poll=100ms",
            "--clipcoder.data-dir=" + dataDir);
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    http = new Http(URI.create("http://127.0.0.1:" + port));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private void restart(String checkpoint) {
    service.close();
    start(checkpoint);
  }

  private Http.Reply send(String method, String path, String json) {
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return http.send(method, path, body, "application/json");
  }

  private void put(String id, String json) {
    Http.Reply reply = send("PUT", "/label-sets/" + id, json);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
  }

  private Http.Reply classify(String query) {
    return http.post("/classify?labelSet=" + query, picture, "image/png");
  }

  private static List<String> strings(JsonNode list, String member) {
    return list.valueStream().map(one -> one.path(member).asString()).toList();
  }

  @Test
  void importedTexts_scoreAndTellWhereTheyComeFrom() {
    put("pets", "{'classes':['circle','dog']}");
    assertThat(classify("pets").json().path("method").asString()).isEqualTo("clip");
    Instant before = Instant.now().minusSeconds(1);
    Http.Reply imported = send(
        "POST",
        "/label-sets/pets/texts",
        "{'classes':[{'label':'circle','texts':{'attribute':['a round edge'],'synonym':['disc','disc']}}]}");
    assertThat(imported.status()).as(imported.text()).isEqualTo(201);
    assertThat(imported.json().path("duplicates").asInt()).isEqualTo(1);
    Http.Reply file =
        send("POST", "/label-sets/pets/texts", "{'dog':['a tail'],'circle':['a round edge']}");
    assertThat(file.json().path("added").asInt()).isEqualTo(1);
    assertThat(classify("pets").json().path("method").asString()).isEqualTo("coder");

    restart("quick-gelu-f32");
    JsonNode texts = http.get("/label-sets/pets/texts").json().path("items");
    assertThat(strings(texts, "text"))
        .containsExactly(
            "a photo of a circle.",
            "circle which has a round edge",
            "a photo of a disc.",
            "a photo of a dog.",
            "dog which has a tail");
    assertThat(texts.valueStream().map(text -> text.at("/provenance/source").asString()))
        .containsExactly("user", "import", "import", "user", "descriptor-file");
    assertThat(Instant.parse(texts.get(1).at("/provenance/at").asString()))
        .isBetween(before, Instant.now());
  }

  @Test
  void pairsWithoutTexts_areFoundByUse() {
    put(
        "known",
        "{'classes':['circle','dog','noise'],'rerank':{'enabled':true,'gap':1},"
            + "'oneToOne':[{'label':'circle','other':'dog','texts':['its edge']},"
            + "{'label':'dog','other':'circle','texts':['legs']}]}");
    put("other", "{'classes':['circle','dog']}");
    assertThat(classify("known").header("Server-Timing")).contains("rerank;dur=");
    assertThat(classify("known&regions=[[0,0,1,1],[0,0,0.5,1]]").status()).isEqualTo(200);
    assertThat(classify("other").header("Server-Timing")).doesNotContain("rerank");
    assertThat(classify("known&rerank=false").header("Server-Timing")).doesNotContain("rerank");
    assertThat(http.post("/coder?labelSet=known", picture, "image/png").status())
        .isEqualTo(200);
    byte[] form =
        new Http.Form().file("image", picture).field("labelSet", "known").build();
    assertThat(http.post("/classify/batch?rerank=false", form, Http.MULTIPART).status())
        .isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> assertThat(http.get("/actuator/prometheus").text())
                .contains("clipcoder_rerank_pairs_total{texts=\"missing\"} 6.0")
                .contains("clipcoder_rerank_pairs_total{texts=\"present\"} 3.0")
                .containsPattern("clipcoder_requests_seconds_count\\{.*label_set=\"known\".* 3\n")
                .containsPattern("clipcoder_requests_seconds_count\\{.*label_set=\"other\".* 1\n")
                .containsPattern(
                    "clipcoder_requests_seconds_count\\{endpoint=\"coder\".*label_set=\"known\",method=\"coder\".* 1\n")
                .containsPattern(
                    "clipcoder_requests_seconds_count\\{endpoint=\"classify/batch\".*label_set=\"known\",method=\"coder\".* 1\n"));

    restart("quick-gelu-f32");
    JsonNode missing = http.get("/label-sets/known/pairs?missing=true").json();
    assertThat(strings(missing.path("items"), "other")).containsExactly("noise", "noise");
    assertThat(missing.at("/items/0/met").asInt()).isEqualTo(3);
    JsonNode page = http.get("/label-sets/known/pairs?missing=true&limit=1").json();
    assertThat(strings(page.path("items"), "label")).containsExactly("circle");
    assertThat(page.path("nextCursor").asInt()).isEqualTo(1);
    JsonNode texts = http.get("/label-sets/known/pairs").json();
    assertThat(strings(texts.path("items"), "other")).containsExactly("dog");
    assertThat(texts.at("/items/0/texts").asInt()).isEqualTo(1);
    assertThat(texts.at("/items/0/lastMet").isNull()).isTrue();
    assertThat(http.get("/label-sets/known/pairs?limit=0").status()).isEqualTo(400);

    send(
        "POST",
        "/label-sets/known/texts",
        "{'oneToOne':[{'label':'noise','other':'dog','texts':['dots']},{'label':'dog','other':'noise','texts':['a tail']}]}");
    assertThat(
            strings(http.get("/label-sets/known/pairs?missing=true").json().path("items"), "label"))
        .containsExactly("circle");
  }

  @Test
  void anotherCheckpoint_buildsTheSetsAnewAndWarnsOfThresholds() {
    put("strict", "{'classes':['circle','dog'],'decision':{'threshold':0.1}}");
    put(
        "long",
        "{'classes':[{'label':'circle','texts':{'attribute':['%s']}},'dog']}"
            .formatted("word ".repeat(100).strip()));
    assertThat(classify("strict").json().path("warnings").size()).isZero();
    Http.Reply refused = classify("long&truncate=false");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.detail()).contains("tokens; this model reads");
    assertThat(classify("long").json().path("warnings").toString()).contains("1 texts of 'long'");
    assertThat(classify("strict&truncate=false").status()).isEqualTo(200);

    restart("gelu-f32-sharded");
    assertThat(http.get("/ready").status()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> http.get("/info").json().path("setsNotReady").isEmpty());
    JsonNode anew = classify("strict").json();
    assertThat(anew.at("/labelSet/version").asInt()).isEqualTo(1);
    assertThat(anew.path("warnings").toString())
        .contains("thresholds-stale: the thresholds of 'strict'");
    send("PATCH", "/label-sets/strict", "{'decision':{'threshold':0.2}}");
    assertThat(classify("strict").json().path("warnings").size()).isZero();
    restart("quick-gelu-f32");
    assertThat(classify("strict@1").json().path("warnings").size()).isZero();
  }

  @Test
  void sets_liveAsFiles() throws IOException {
    Path file = folder.resolve("filed.json");
    Files.writeString(folder.resolve("Wrong Name.json"), "{}");
    Files.writeString(file, "{\"classes\":[\"circle\",");
    restart("quick-gelu-f32");
    assertThat(http.get("/label-sets/filed").status()).isEqualTo(404);
    Files.writeString(file, "{\"classes\":[\"circle\",\"dog\"]}");
    awaitVersion(1);
    assertThat(http.get("/label-sets/filed/texts")
            .json()
            .at("/items/0/provenance/source")
            .asString())
        .isEqualTo("file");
    for (Http.Reply refused : List.of(
        send("PUT", "/label-sets/filed", "{'classes':['cat']}"),
        send("PATCH", "/label-sets/filed", "{'domain':'x'}"),
        send("POST", "/label-sets/filed/texts", "{'circle':['round']}"),
        http.send("DELETE", "/label-sets/filed", new byte[0], null))) {
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.detail()).contains("is the file filed.json", "Change that file");
    }
    Files.writeString(file, "{\"classes\":[\"circle\",\"dog\"],\"domain\":");
    Files.writeString(folder.resolve("second.json"), "{\"circle\":[\"a round edge\"]}");
    await().atMost(Duration.ofSeconds(10)).until(() -> classify("second").status() == 200);
    assertThat(http.get("/label-sets/filed").header("ETag")).isEqualTo("\"1\"");
    Files.writeString(file, "{\"classes\":[\"circle\",\"cat\"]}");
    awaitVersion(2);
    restart("quick-gelu-f32");
    assertThat(classify("filed").json().at("/labelSet/version").asInt()).isEqualTo(2);
    Files.delete(file);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> send("PATCH", "/label-sets/filed", "{'domain':'x'}").status() == 201);
    assertThat(classify("filed").json().at("/labelSet/version").asInt()).isEqualTo(3);
  }

  private void awaitVersion(int version) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> classify("filed").json().at("/labelSet/version").asInt() == version);
  }
}
