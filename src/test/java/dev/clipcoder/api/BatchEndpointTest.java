package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.ClipcoderApplication;
import dev.clipcoder.testing.Fixtures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Batches on a small real checkpoint: every line against what /classify says of the same picture alone. */
class BatchEndpointTest {

  private static final String LINES = "application/x-ndjson";
  private static final String LABELS = "labels=a+red+circle&labels=a+dog&labels=noise";
  private static final byte[] NO_PICTURE = "hello".getBytes(StandardCharsets.UTF_8);

  @TempDir
  static Path dataDir;

  private static ConfigurableApplicationContext service;
  private static int port;
  private static Http http;
  private static List<byte[]> pictures;

  @BeforeAll
  static void start() throws IOException {
    Path checkpoint = Fixtures.checkpoint("quick-gelu-f32");
    pictures = new ArrayList<>();
    for (JsonNode name : Fixtures.json(checkpoint.resolve("expected.json")).path("images")) {
      pictures.add(Files.readAllBytes(Fixtures.checkpoint("images").resolve(name.asString())));
    }
    service = new SpringApplicationBuilder(ClipcoderApplication.class)
        .run(
            "--server.port=0",
            "--clipcoder.model=" + checkpoint,
            "--clipcoder.data-dir=" + dataDir,
            "--clipcoder.requests.max-batch-images=100");
    port = service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    http = new Http(URI.create("http://127.0.0.1:" + port));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String line(Object id, byte[] picture) {
    return Http.json(Map.of("id", id, "image", Base64.getEncoder().encodeToString(picture)));
  }

  private static List<JsonNode> post(String query, List<String> lines) {
    byte[] body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    Http.Reply reply = http.post("/classify/batch?" + query, body, LINES);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo(LINES);
    assertThat(reply.header("X-Request-Id")).isNotEmpty();
    return reply.lines();
  }

  /** A batch mate may change the last bits of an embedding. */
  private static void assertIsThatOf(byte[] picture, String query, JsonNode result) {
    JsonNode alone = http.post("/classify?" + query, picture, "image/png").json();
    assertThat(result.propertyNames()).isEqualTo(alone.propertyNames());
    assertThat(result.path("label")).isEqualTo(alone.path("label"));
    assertThat(result.path("method")).isEqualTo(alone.path("method"));
    for (int i = 0; i < alone.path("predictions").size(); i++) {
      assertThat(result.path("predictions").get(i).path("score").asDouble())
          .isCloseTo(alone.path("predictions").get(i).path("score").asDouble(), within(1e-5));
    }
  }

  @Test
  void lines_areAnsweredInTheirOrderAsClassifyDoes() {
    List<String> lines = IntStream.range(0, 60)
        .mapToObj(i -> line("p" + i, pictures.get(i % pictures.size())))
        .toList();
    List<JsonNode> answers = post(LABELS + "&topK=2", lines);

    assertThat(answers).hasSize(60);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).path("id").asString()).isEqualTo("p" + i);
      assertIsThatOf(
          pictures.get(i % pictures.size()), LABELS + "&topK=2", answers.get(i).path("result"));
    }
    assertThat(http.get("/actuator/prometheus").text())
        .contains(
            "clipcoder_bulk_items_total{outcome=\"ok\"}",
            "clipcoder_requests_seconds_count{endpoint=\"classify/batch\"",
            "clipcoder_items_admitted 0.0",
            "clipcoder_requests_bytes 0.0");
  }

  @Test
  void parts_areAnsweredByFileName() {
    Http.Form form = new Http.Form();
    for (int i = 0; i < pictures.size(); i++) {
      form.file("image", "picture %d.png".formatted(i), pictures.get(i));
    }
    form.file("image", "letter.txt", NO_PICTURE).file("image", "", pictures.getFirst());
    form.field("labels", "a red circle").field("labels", "a dog").field("labels", "noise");
    Http.Reply reply = http.post("/classify/batch", form.build(), Http.MULTIPART);

    List<JsonNode> answers = reply.lines();
    assertThat(answers).as(reply.text()).hasSize(pictures.size() + 2);
    for (int i = 0; i < pictures.size(); i++) {
      assertThat(answers.get(i).path("id").asString()).isEqualTo("picture %d.png".formatted(i));
      assertIsThatOf(pictures.get(i), LABELS, answers.get(i).path("result"));
    }
    JsonNode letter = answers.get(pictures.size());
    assertThat(letter.path("id").asString()).isEqualTo("letter.txt");
    assertThat(letter.at("/problem/status").asInt()).isEqualTo(415);
    assertThat(answers.getLast().path("id").asInt()).isEqualTo(pictures.size() + 1);
    assertThat(answers.getLast().has("result")).isTrue();
  }

  @Test
  void wrongLines_areProblemsAndSpoilNothing() {
    byte[] picture = pictures.getFirst();
    String base64 = Base64.getEncoder().encodeToString(picture);
    List<JsonNode> answers = post(
        LABELS,
        List.of(
            line("first", picture),
            "no json",
            "",
            "[]",
            "{\"id\":\"empty\"}",
            "{\"id\":{},\"image\":\"" + base64 + "\"}",
            "{\"id\":7.5,\"image\":\"" + base64 + "\"}",
            "{\"id\":\"base\",\"image\":\"%%%\"}",
            line("letter", NO_PICTURE),
            "{\"id\":\"long\",\"image\":\"" + "A".repeat(33_000_000) + "\"}",
            "{\"id\":\"short\",\"embedding\":[1,0]}",
            "{\"id\":\"both\",\"image\":\"" + base64 + "\",\"embedding\":[1]}",
            "{\"id\":\"odd\",\"image\":\"" + base64 + "\",\"labels\":[\"x\"]}",
            "{\"id\":\"url\",\"imageUrl\":\"http://127.0.0.1/\"}",
            "{\"image\":\"" + base64 + "\"}",
            line("last", picture)));

    assertThat(answers).hasSize(15);
    List<String> sentences = answers.stream()
        .map(answer -> answer.path("id") + " "
            + answer.at("/problem/status").asInt(200) + " "
            + answer.at("/problem/detail").asString(""))
        .toList();
    String[] expected = {
      "\"first\" 200 ",
      "1 400 The line is not valid JSON",
      "2 400 The line is not a JSON object. Send one such as {\"id\": \"1\"",
      "\"empty\" 400 The line needs 'image', a picture in base64, or 'embedding'",
      "4 400 'id' must be a string or a number",
      "7.5 200 ",
      "\"base\" 400 'image' is not base64.",
      "\"letter\" 415 ",
      "8 413 The line is too long",
      "\"short\" 422 ",
      "\"both\" 400 Both 'image' and 'embedding' are given.",
      "\"odd\" 400 Unknown member 'labels'.",
      "\"url\" 422 Fetching pictures by address is off",
      "13 200 ",
      "\"last\" 200 ",
    };
    for (int i = 0; i < expected.length; i++) {
      assertThat(sentences.get(i)).startsWith(expected[i]);
    }
    JsonNode problem = answers.get(1).path("problem");
    assertThat(problem.propertyNames())
        .containsExactlyInAnyOrder("type", "title", "status", "detail", "instance", "errors");
    assertThat(problem.path("instance").asString()).isEqualTo("/classify/batch");
  }

  @Test
  void labelSetEmbeddingAndRegions_areTakenAsByClassify() {
    byte[] set = "{\"classes\":[\"circle\",\"dog\"]}".getBytes(StandardCharsets.UTF_8);
    assertThat(http.send("PUT", "/label-sets/shapes", set, "application/json").status())
        .isEqualTo(201);
    JsonNode seen =
        http.post("/embed", pictures.getFirst(), "image/png").json().at("/embeddings/0");
    List<JsonNode> answers = post(
        "labelSet=shapes@1&include=embedding",
        List.of(
            line(1, pictures.getFirst()),
            "{\"id\":2,\"embedding\":" + seen + "}",
            "{\"id\":3,\"image\":\"" + Base64.getEncoder().encodeToString(pictures.getFirst())
                + "\",\"regions\":[[0,0,1,1],[0,0,0.5,1]]}"));

    assertThat(answers.get(0).at("/result/labelSet/version").asInt()).isEqualTo(1);
    assertThat(answers.get(1).at("/result/predictions/0/score").asDouble())
        .isCloseTo(answers.get(0).at("/result/predictions/0/score").asDouble(), within(1e-5));
    assertThat(answers.get(0).at("/result/embedding").size()).isEqualTo(seen.size());
    assertThat(answers.get(2).at("/result/results").size()).isEqualTo(2);
  }

  @Test
  void answer_comesWhileTheBodyIsStillBeingSent() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      BufferedReader answer = new BufferedReader(
          new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      out.write(("POST /classify/batch?" + LABELS
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 100");
      for (int i = 0; i < 3; i++) {
        String line = line(i, pictures.getFirst()) + "\n";
        // In two pieces, so that half a line waits.
        chunk(out, line.substring(0, 20));
        chunk(out, line.substring(20));
        assertThat(next(answer)).startsWith("{\"id\":" + i + ",\"result\":{");
      }
      chunk(out, "");
      assertThat(answer.lines().takeWhile(line -> !line.equals("0")).toList())
          .allMatch(String::isEmpty);
    }
  }

  private static void chunk(OutputStream out, String text) throws IOException {
    out.write("%x\r\n%s\r\n".formatted(text.length(), text).getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String next(BufferedReader answer) throws IOException {
    String line = answer.readLine();
    while (!line.startsWith("{")) {
      line = answer.readLine();
    }
    return line;
  }

  @Test
  void moreThanABatchMayHave_isToldAndTheOthersAreAnswered() {
    List<String> lines =
        IntStream.range(0, 105).mapToObj(i -> line(i, pictures.getFirst())).toList();
    List<JsonNode> answers = post(LABELS, lines);

    assertThat(answers).hasSize(101);
    assertThat(answers.get(99).has("result")).isTrue();
    assertThat(answers.get(100).at("/problem/detail").asString())
        .contains("101 pictures; at most 100 in one batch");

    Http.Form form = new Http.Form();
    lines.forEach(_ -> form.file("image", pictures.getFirst()));
    assertThat(
            http.post("/classify/batch?" + LABELS, form.build(), Http.MULTIPART).status())
        .isEqualTo(422);
  }

  @Test
  void wrongOptionsOrForms_areRefusedAsAWhole() {
    byte[] body = line(1, pictures.getFirst()).getBytes(StandardCharsets.UTF_8);
    assertRefused(http.post("/classify/batch", body, LINES), 400, "'labels' is missing");
    assertRefused(
        http.post("/classify/batch?labelSet=none", body, LINES), 404, "No label set 'none'");
    assertRefused(
        http.post("/classify/batch?labels=a&label=b", body, LINES), 400, "Unknown parameter");
    assertRefused(http.post("/classify/batch?labels=a&topK=0", body, LINES), 400, "'topK' must be");
    assertRefused(
        http.post("/classify/batch?" + LABELS, body, "application/json"), 415, "x-ndjson");
    assertRefused(
        http.post("/classify/batch?" + LABELS, body, "application/x-www-form-urlencoded"),
        415,
        "x-ndjson");
    assertRefused(http.post("/classify/batch?" + LABELS, body, null), 415, "is missing");
    assertRefused(
        http.post("/classify/batch?" + LABELS, body, LINES, "Content-Encoding", "gzip"),
        415,
        "Content-Encoding 'gzip' are not read here");
    assertRefused(
        http.post(
            "/classify?" + LABELS, pictures.getFirst(), "image/png", "Content-Encoding", "br"),
        415,
        "Content-Encoding 'br'");
    assertRefused(
        http.post("/classify/batch?" + LABELS, body, LINES, "Accept", "image/png"), 406, "ndjson");
    assertThat(post(LABELS, List.of())).isEmpty();
  }

  private static void assertRefused(Http.Reply reply, int status, String sentence) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.detail()).contains(sentence);
  }
}
