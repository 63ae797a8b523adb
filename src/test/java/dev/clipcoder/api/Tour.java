package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A request to every endpoint that does work, and the ways in which they refuse. What users make carries marks: ids
 * one, and what they say, such as labels, texts and names of files, another.
 */
final class Tour {

  /** In ids of sets; those may be logged. */
  static final String ID = "qzxid";

  /** In labels, texts, names of files and wrong bodies: never to be seen outside answers. */
  static final String CONTENT = "qzxcontent";

  /** A set that metrics may name. */
  static final String KNOWN = "known";

  private final Http http;

  Tour(Http http) {
    this.http = http;
  }

  private static byte[] picture(String name) {
    try {
      return Files.readAllBytes(Path.of("docs/samples", name, "twemoji.png"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(String text) {
    return CONTENT + " " + text;
  }

  void run() {
    labelSets();
    classify();
    supportSets();
    vectors();
    refusals();
  }

  private void labelSets() {
    String definition = """
        {"classes": [
          {"label": "{c}cat", "name": "cat", "texts": {"attribute": ["{c} whiskers", "{c} a tail"]}},
          {"label": "{c}dog", "name": "dog", "texts": {"attribute": ["{c} floppy ears"]}},
          {"label": "{c}car", "background": true}],
         "oneToOne": [{"label": "{c}cat", "other": "{c}dog", "texts": ["{c} whiskers"]},
                      {"label": "{c}dog", "other": "{c}cat", "texts": ["{c} a wet nose"]}],
         "rerank": {"enabled": true, "gap": 1.0}}""".replace("{c}", CONTENT);
    for (String id : List.of(ID, KNOWN)) {
      ok(http.send("PUT", "/label-sets/" + id, bytes(definition), "application/json"));
    }
    ok(http.postJson(
        "/label-sets/" + ID + "/texts",
        "{\"%scat\": [\"%s\"]}".formatted(CONTENT, content("paws"))));
    ok(http.send(
        "PUT",
        "/label-sets/" + ID + "-words",
        bytes("{\"classes\": [\"cat\", \"dog\"]}"),
        "application/json"));
    Http.Reply generating = ok(http.postJson(
        "/label-sets/" + ID + "-words/generate", "{\"source\": \"wordnet\", \"perClass\": 2}"));
    String job = generating.json().path("job").asString();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> http.get("/jobs/" + job).text().contains("succeeded"));
    for (String path : List.of(
        "",
        "/" + ID,
        "/" + ID + "/texts",
        "/" + ID + "/pairs?missing=true",
        "/" + ID + "/quality")) {
      ok(http.get("/label-sets" + path));
    }
    ok(http.get("/info"));
  }

  private void classify() {
    Http.Form form = new Http.Form().file("image", CONTENT + ".png", picture("cat"));
    form.field("labels", content("cat")).field("labels", content("dog"));
    ok(http.post("/classify", form.build(), Http.MULTIPART));
    for (String options : List.of(
        "", "&method=clip", "&rerank=true&include=explanation", "&regions=%5B%5B0,0,0.5,1%5D%5D")) {
      ok(http.post("/classify?labelSet=" + ID + options, picture("dog"), "image/png"));
    }
    ok(http.post("/classify?labelSet=" + KNOWN, picture("car"), "image/png"));
    Http.Form batch = new Http.Form()
        .file("image", CONTENT + "1.png", picture("pizza"))
        .file("image", CONTENT + "2.txt", bytes(content("no picture")));
    Http.Reply lines =
        ok(http.post("/classify/batch?labelSet=" + ID, batch.build(), Http.MULTIPART));
    assertThat(lines.lines()).hasSize(2);
  }

  private void supportSets() {
    String labels = "{\"labels\": [\"%1$sapple\", \"%1$slemon\"]}".formatted(CONTENT);
    ok(http.send("PUT", "/support-sets/" + ID, bytes(labels), "application/json"));
    for (String label : List.of("apple", "lemon")) {
      Http.Form example = new Http.Form().file("image", CONTENT + ".png", picture(label));
      ok(http.post(
          "/support-sets/" + ID + "/examples",
          example.field("label", CONTENT + label).build(),
          Http.MULTIPART));
    }
    for (String method : List.of("", "&method=gda", "&method=nearest-class-mean")) {
      ok(http.post("/few-shot/classify?supportSet=" + ID + method, picture("lemon"), "image/png"));
    }
    JsonNode examples = ok(http.get("/support-sets/" + ID + "/examples")).json().path("items");
    String first = examples.get(0).path("id").asString();
    ok(http.send("DELETE", "/support-sets/" + ID + "/examples/" + first, new byte[0], null));
  }

  private void vectors() {
    ok(http.post("/coder?labelSet=" + ID, picture("cat"), "image/png"));
    ok(http.post("/coder?labelSet=" + ID + "&form=compact", picture("cat"), "image/png"));
    ok(http.postJson("/embed", "{\"texts\": [\"%s\"]}".formatted(content("text"))));
  }

  private void refusals() {
    refused(http.get("/" + CONTENT));
    refused(http.get("/label-sets/" + ID + "-none"));
    refused(http.get("/jobs/" + ID));
    refused(http.post("/classify?labels=" + CONTENT, bytes(content("no picture")), "image/png"));
    refused(http.post("/classify?labels=" + CONTENT, bytes(content("no form")), "text/plain"));
    refused(http.postJson("/classify", "{\"labels\": [\"%s\"".formatted(CONTENT)));
    refused(http.postJson("/classify", "{\"%s\": 1}".formatted(CONTENT)));
    refused(http.post("/classify?labelSet=" + ID + "-none", picture("cat"), "image/png"));
    refused(
        http.post("/classify?labelSet=" + ID + "&method=" + CONTENT, picture("cat"), "image/png"));
    refused(http.post(
        "/few-shot/classify?supportSet=" + ID + "&method=" + CONTENT, picture("cat"), "image/png"));
    refused(http.post("/coder?labelSet=" + ID + "&form=" + CONTENT, picture("cat"), "image/png"));
    refused(http.send(
        "PUT",
        "/label-sets/" + ID,
        bytes("{\"classes\": [\"%1$s\", \"%1$s\"]}".formatted(CONTENT)),
        "application/json"));
    refused(http.send(
        "PUT",
        "/label-sets/" + ID,
        bytes("{\"classes\": [\"%s\"]}".formatted(CONTENT)),
        "application/json",
        "If-Match",
        "\"99\""));
    refused(http.send(CONTENT.toUpperCase(Locale.ROOT), "/classify", new byte[0], null));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Http.Reply ok(Http.Reply reply) {
    assertThat(reply.status()).as(reply.text()).isBetween(200, 299);
    return reply;
  }

  private static void refused(Http.Reply reply) {
    assertThat(reply.status()).as(reply.text()).isBetween(400, 499);
  }

  /** One classification, for a trace of its own. */
  Http.Reply classifyOnce(String... headers) {
    String labels = List.of("cat", "dog").stream()
        .map(label -> "labels=" + Http.encode(content(label) + " of the trace"))
        .collect(Collectors.joining("&"));
    return ok(http.post("/classify?" + labels, picture("horse"), "image/png", headers));
  }
}
