package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.encoder.HeldDevice;
import dev.clipcoder.testing.Fixtures;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * The service as it is shipped, among clients that leave and clients that send rubbish. A batch waits here for
 * pictures on their way as long as a test takes, so that one on its way, which never comes, holds the device (which has one lane: another would work on). No picture
 * is remembered, so that each goes all the way.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "clipcoder.batching.max-delay=1h",
      "clipcoder.threads=1",
      "clipcoder.batching.deadline=50s",
      "clipcoder.image-cache.max-bytes=0"
    })
class AbuseTest {

  private static final Path IMAGES = Fixtures.RESOURCES.resolve("images");

  /** One sentence or two, ended, that say nothing of the inside. */
  private static final String SENTENCE = "(?s)(?!.*(Exception|java\\.|jackson|\\n)).*\\w.*[.?)]";

  @TempDir
  static Path dataDir;

  @Autowired
  private MeterRegistry meters;

  @Autowired
  private BeanFactory beans;

  @LocalServerPort
  private int port;

  private Http http = new Http(URI.create("http://localhost"));

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    settings.add("clipcoder.model", () -> Fixtures.checkpoint("quick-gelu-f32").toString());
    settings.add("clipcoder.data-dir", dataDir::toString);
  }

  @BeforeEach
  void connect() {
    http = new Http(URI.create("http://127.0.0.1:" + port));
  }

  @Test
  void clientHangsUp_itsPictureIsNeverEncoded() throws Exception {
    double pictures = encoded("image");
    double abandoned = abandoned();
    long prepared = prepared();

    CompletableFuture<Http.Reply> first;
    try (HeldDevice _ = new HeldDevice(beans)) {
      first = CompletableFuture.supplyAsync(() -> embed(good()));
      await().until(() -> prepared() == prepared + 1);
      try (Socket _ = sendPicture()) {
        // Both are with the device now, which waits for a third before it begins.
        await().until(() -> prepared() == prepared + 2 && gauge("clipcoder.queue.depth") == 0);
      }
      await().until(() -> abandoned() == abandoned + 1);
      assertThat(encoded("image")).isEqualTo(pictures);
    }
    // The next arrival makes the device look again whether anything is still on its way.
    assertThat(embed(good()).status()).isEqualTo(200);
    assertThat(first.get().status()).isEqualTo(200);

    assertThat(encoded("image")).isEqualTo(pictures + 2);
    assertThat(http.get("/actuator/prometheus").text())
        .contains("clipcoder_requests_abandoned_total 1.0", "clipcoder_items_admitted 0.0");
  }

  private long prepared() {
    return meters.get("clipcoder.preprocess").timer().count();
  }

  private double encoded(String kind) {
    DistributionSummary sizes =
        meters.get("clipcoder.batch.size").tag("kind", kind).summary();
    return sizes.totalAmount();
  }

  private double abandoned() {
    return meters.get("clipcoder.requests.abandoned").counter().count();
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  private Socket sendPicture() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    byte[] picture = good();
    String head =
        "POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n"
            .formatted(picture.length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(picture);
    socket.getOutputStream().flush();
    return socket;
  }

  static Stream<Arguments> badFiles() {
    return Fixtures.json(IMAGES.resolve("bad/bad.json"))
        .valueStream()
        .map(
            row -> Arguments.of(row.path("file").asString(), row.path("verdict").asString()));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("badFiles")
  void badPicture_isRefusedWithASentenceAndTheNextIsFine(String file, String verdict) {
    byte[] picture = bytes(IMAGES.resolve("bad").resolve(file));
    byte[] form = new Http.Form().file("image", picture).field("labels", "a").build();
    for (Http.Reply reply : List.of(
        http.post("/classify?labels=a&labels=b", picture, "image/png"),
        http.post("/classify", form, Http.MULTIPART),
        embed(picture))) {
      if (verdict.equals("refuse") || reply.status() != 200) {
        assertThat(reply.status()).as(reply.text()).isIn(400, 413, 415);
        assertThat(reply.detail()).matches(SENTENCE);
      }
    }
    theNextIsFine();
  }

  static Stream<String> hostileBodies() {
    return Stream.of(
        "[".repeat(100_000),
        "{\"labels\":" + "[".repeat(100_000),
        "{\"labels\":" + "{\"a\":".repeat(100_000),
        "{\"labels\":[\"a\"],\"labels\":[\"b\"]}",
        "{\"image\":\"aGk=\",\"labels\":[\"a\"],\"topK\":" + "9".repeat(100_000) + "}",
        "{\"image\":\"aGk=\",\"labels\":[\"a\"],\"topK\":1e1000000000}",
        "{\"image\":\"aGk=\",\"labels\":[\"a\"],\"topK\":9999999999}",
        "{\"labels\":[\"a\"],\"embedding\":[1e400]}",
        "{\"labels\":[\"a\"],\"embedding\":[NaN]}",
        "{\"labels\":[\"a\"],\"embedding\":[\"x\"]}",
        "{\"labels\":[\"a\"],\"embedding\":{}}",
        "{\"image\":1,\"labels\":[\"a\"]}",
        "{\"image\":null,\"labels\":[\"a\"]}",
        "{\"image\":[\"aGk=\"],\"labels\":[\"a\"]}",
        "{\"image\":{\"a\":1},\"labels\":[\"a\"]}",
        "{\"image\":\"aGk=\",\"labels\":{\"a\":1}}",
        "{\"image\":\"aGk=\",\"labels\":[[\"a\"]]}",
        "{\"image\":\"aGk=\",\"labels\":[\"a\"],\"truncate\":\"perhaps\"}",
        "{\"image\":\"aGk=\",\"labels\":[\"a\"],\"regions\":[[{},0,1,1]]}",
        "{\"image\":\"aGk=\",\"labels\":[\"\\ud800\"]}",
        "{\"image\":\"%%%%\",\"labels\":[\"a\"]}",
        "{\"image\":\"aGk\",\"labels\":[\"a\"]}",
        "{\"image\":\"a===\",\"labels\":[\"a\"]}",
        "{\"image\":\"\\u0000\\uffff\",\"labels\":[\"a\"]}",
        "{\"image\":\"data:\",\"labels\":[\"a\"]}",
        "{\"image\":\"data:image/png;base64,\",\"labels\":[\"a\"]}",
        "{\"image\":\"data:image/png,raw\",\"labels\":[\"a\"]}",
        "{\"image\":\"data:text/html;base64,PGgxPmhpPC9oMT4=\",\"labels\":[\"a\"]}",
        "{\"image\":\"file:///etc/passwd\",\"labels\":[\"a\"]}",
        "{\"image\":\"http://169.254.169.254/\",\"labels\":[\"a\"]}",
        "\"\ufeff\"",
        "{\"\\u0000\":1}",
        "{\"" + "n".repeat(100_000) + "\":1}",
        "\u0000\u0000\u0000",
        "{'labels':['a']}",
        "nul",
        "1",
        "\"\"",
        // Invalid as UTF-8: the test sends ISO 8859-1.
        "{\"labels\":[\"\u00c3(\"]}",
        "{\"labels\":[\"\u00ed\u00a0\u0080\"]}",
        "{\"labels\":[\"\u00ff\u00fe\"]}");
  }

  @ParameterizedTest
  @MethodSource("hostileBodies")
  void hostileJson_isRefusedWithASentenceAndTheNextIsFine(String body) {
    for (String path : List.of("/classify", "/embed", "/coder")) {
      Http.Reply reply =
          http.post(path, body.getBytes(StandardCharsets.ISO_8859_1), "application/json");
      assertThat(reply.status()).as(reply.text()).isIn(400, 413, 415, 422);
      assertThat(reply.detail()).matches(SENTENCE).hasSizeLessThan(2000);
    }
    theNextIsFine();
  }

  @ParameterizedTest
  @MethodSource("hostileBodies")
  void hostileLine_isAnsweredWithASentenceAndTheNextIsFine(String line) {
    Http.Reply reply = http.post(
        "/classify/batch?labels=a&labels=b",
        (line + "\n" + line).getBytes(StandardCharsets.ISO_8859_1),
        "application/x-ndjson");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.lines()).hasSize(2);
    for (JsonNode answer : reply.lines()) {
      assertThat(answer.at("/problem/status").asInt()).isIn(400, 413, 415, 422);
      assertThat(answer.at("/problem/detail").asString()).matches(SENTENCE).hasSizeLessThan(2000);
    }
    theNextIsFine();
  }

  @Test
  void jsonOfMillionsOfTinyValues_isRefusedByTheirNumber() {
    String body = "{\"labels\":[" + "{},".repeat(1_000_000) + "{}]}";
    assertThat(http.postJson("/classify", body).detail()).contains("it has too many values");
    theNextIsFine();
  }

  private void theNextIsFine() {
    assertThat(http.post("/classify?labels=a&labels=b", good(), "image/png").status())
        .isEqualTo(200);
  }

  private Http.Reply embed(byte[] picture) {
    return http.post("/embed", picture, "application/octet-stream");
  }

  private static byte[] good() {
    return bytes(IMAGES.resolve("rgb.png"));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
