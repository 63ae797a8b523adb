package dev.clipcoder.api;

import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.clipcoder.image.fetch.TestHosts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Pictures by their address: from a server on this machine, to which a few names lead; from nowhere else. */
@Import(ImageUrlTest.Hosts.class)
@TestPropertySource(
    properties = {
      "clipcoder.images.allow-urls=true",
      "clipcoder.images.urls.timeout=1s",
      "clipcoder.images.urls.threads=4"
    })
class ImageUrlTest extends ServiceTest {

  private static final PictureHost HOST = new PictureHost();

  private static final String NOT_PUBLIC =
      "The address does not lead to a public host; pictures are fetched from these only.";

  @Autowired
  private TestHosts hosts;

  @Autowired
  private BodyBudget budget;

  @TestConfiguration
  static class Hosts {

    @Bean
    @Primary
    TestHosts testHosts() {
      return new TestHosts();
    }
  }

  @DynamicPropertySource
  static void ports(DynamicPropertyRegistry settings) {
    settings.add("clipcoder.images.urls.ports", () -> "80,443," + HOST.port());
  }

  static {
    HOST.on("/cat", PictureHost.bytes(200, picture("cat")));
    HOST.on("/dog", PictureHost.bytes(200, picture("dog")));
    HOST.on("/moved", PictureHost.redirect(301, "/see?other=1"));
    HOST.on(
        "/see", PictureHost.redirect(307, "http://pictures.test:%d/cat".formatted(HOST.port())));
    HOST.on(
        "/away", PictureHost.redirect(302, "http://127.0.0.1:%d/secret".formatted(HOST.port())));
    HOST.on("/meta", PictureHost.redirect(302, "http://169.254.169.254/latest/meta-data/"));
    HOST.on("/file", PictureHost.redirect(302, "file:///etc/passwd"));
    HOST.on("/ftp", PictureHost.redirect(302, "ftp://pictures.test/cat"));
    HOST.on("/port", PictureHost.redirect(302, "http://pictures.test:22/"));
    HOST.on("/user", PictureHost.redirect(302, "http://me:secret@pictures.test/cat"));
    HOST.on("/round", PictureHost.redirect(302, "/round"));
    HOST.on("/nowhere", PictureHost.bytes(302, new byte[0]));
    HOST.on("/secret", PictureHost.bytes(200, picture("secret")));
    HOST.on(
        "/gone", PictureHost.bytes(404, "<html>not here</html>".getBytes(StandardCharsets.UTF_8)));
    HOST.on("/failing", PictureHost.bytes(500, picture("cat")));
    HOST.on("/partial", PictureHost.bytes(206, picture("cat")));
    HOST.on("/page", PictureHost.bytes(200, "<html>".getBytes(StandardCharsets.UTF_8)));
    HOST.on("/large", PictureHost.bytes(200, new byte[200_000]));
    HOST.on("/endless", PictureHost.endless(200_000, 0));
    HOST.on("/slow", PictureHost.endless(1, 50));
    HOST.on("/silent", exchange -> Thread.sleep(3_000));
    HOST.on("/broken", exchange -> {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write(picture("cat"));
      exchange.getResponseBody().flush();
      exchange.close();
    });
    HOST.on("/headers", exchange -> {
      for (int i = 0; i < 500; i++) {
        exchange.getResponseHeaders().set("X-Header-" + i, "x");
      }
      exchange.sendResponseHeaders(200, -1);
    });
    HOST.on("/line", exchange -> {
      exchange.getResponseHeaders().set("X-Line", "x".repeat(100_000));
      exchange.sendResponseHeaders(200, -1);
    });
  }

  @BeforeEach
  void names() {
    hosts.forget();
    hosts.leadHere("pictures.test", 1_000);
  }

  @AfterEach
  void noRoomIsHeld() {
    await().atMost(Duration.ofSeconds(5)).until(() -> budget.claimed() == 0);
  }

  @AfterAll
  static void stop() {
    HOST.close();
  }

  private static String at(String path) {
    return "http://pictures.test:%d%s".formatted(HOST.port(), path);
  }

  private Http.Reply classify(String address) {
    return http.postJson(
        "/classify", Http.json(Map.of("imageUrl", address, "labels", List.of("cat", "dog"))));
  }

  private static String base64(String word) {
    return Base64.getEncoder().encodeToString(picture(word));
  }

  // Every endpoint that takes a picture as JSON

  @Test
  void classify_byAddress_answersAsForThePictureItself() {
    JsonNode sent = http.postJson(
            "/classify", Http.json(Map.of("image", base64("cat"), "labels", List.of("cat", "dog"))))
        .json();
    Http.Reply reply = classify(at("/cat"));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json()).isEqualTo(sent);
    assertThat(sent.path("label").asString()).isEqualTo("cat");
  }

  @Test
  void embed_byAddresses_answersInOrder() {
    JsonNode sent = http.postJson(
            "/embed", Http.json(Map.of("images", List.of(base64("dog"), base64("cat")))))
        .json();
    Http.Reply reply =
        http.postJson("/embed", Http.json(Map.of("imageUrls", List.of(at("/dog"), at("/cat")))));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json()).isEqualTo(sent);
  }

  @Test
  void coder_byAddress_answersAsForThePictureItself() {
    register();
    Http.Reply reply =
        http.postJson("/coder", Http.json(Map.of("imageUrl", at("/cat"), "labelSet", "pets")));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json())
        .isEqualTo(
            http.postJson("/coder", Http.json(Map.of("image", base64("cat"), "labelSet", "pets")))
                .json());
  }

  @Test
  void examples_byAddress_areThoseOfThePicturesThemselves() {
    register();
    assertThat(http.send(
                "PUT",
                "/support-sets/mine",
                "{\"labelSet\":\"pets\"}".getBytes(StandardCharsets.UTF_8),
                "application/json")
            .status())
        .isEqualTo(201);
    Http.Reply one = http.postJson(
        "/support-sets/mine/examples", Http.json(Map.of("label", "cat", "imageUrl", at("/cat"))));
    assertThat(one.status()).as(one.text()).isEqualTo(201);
    Http.Reply again = http.postJson(
        "/support-sets/mine/examples", Http.json(Map.of("label", "cat", "image", base64("cat"))));
    assertThat(again.json().at("/examples/0/status").asString()).isEqualTo("present");
    Http.Reply more = http.postJson(
        "/support-sets/mine/examples",
        Http.json(Map.of("label", "dog", "imageUrls", List.of(at("/dog"), at("/moved")))));
    assertThat(more.json().at("/counts/added").asInt()).as(more.text()).isEqualTo(1);
    Http.Reply answer = http.postJson(
        "/few-shot/classify", Http.json(Map.of("imageUrl", at("/cat"), "supportSet", "mine")));
    assertThat(answer.json().path("label").asString()).as(answer.text()).isEqualTo("cat");
  }

  @Test
  void batch_byAddresses_answersEachForItself() {
    String lines = String.join(
        "\n",
        "{\"id\":1,\"imageUrl\":\"%s\"}".formatted(at("/cat")),
        "{\"id\":2,\"imageUrl\":\"http://10.0.0.1/\"}",
        "{\"id\":3,\"imageUrl\":\"%s\"}".formatted(at("/gone")),
        "{\"id\":4,\"image\":\"%s\"}".formatted(base64("cat")),
        "{\"id\":5,\"imageUrl\":\"%s\"}".formatted(at("/dog")));
    List<JsonNode> answers = http.post(
            "/classify/batch?labels=cat&labels=dog",
            lines.getBytes(StandardCharsets.UTF_8),
            "application/x-ndjson")
        .lines();
    assertThat(answers.stream().map(line -> line.at("/result/label").asString("-")))
        .containsExactly("cat", "-", "-", "cat", "dog");
    assertThat(answers.get(1).at("/problem/detail").asString()).isEqualTo(NOT_PUBLIC);
    assertThat(answers.get(2).at("/problem/detail").asString()).contains("answers 404");
  }

  private void register() {
    Http.Reply reply = http.send(
        "PUT",
        "/label-sets/pets",
        "{\"classes\":[\"cat\",\"dog\"]}".getBytes(StandardCharsets.UTF_8),
        "application/json");
    assertThat(reply.status()).as(reply.text()).isIn(200, 201);
  }

  @Test
  void redirects_areFollowed() {
    Http.Reply reply = classify(at("/moved"));
    assertThat(reply.json().path("label").asString()).as(reply.text()).isEqualTo("cat");
  }

  // What is refused, with its sentence

  private static Stream<Arguments> refused() {
    return Stream.of(
            row(422, NOT_PUBLIC, "http://127.0.0.1/", "http://localhost/", "http://localhost./"),
            row(422, NOT_PUBLIC, "http://127.0.0.1:%d/secret".formatted(HOST.port())),
            row(
                400,
                "This is no address",
                "http://127.1/",
                "http://2130706433/",
                "http://0x7f000001/"),
            row(400, "This is no address", "http://0177.0.0.1/", "http://127.0.0.1./", "http://0/"),
            row(422, NOT_PUBLIC, "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/"),
            row(422, NOT_PUBLIC, "http://0.0.0.0/", "http://255.255.255.255/"),
            row(422, NOT_PUBLIC, "http://192.168.0.1/", "http://172.16.0.1/", "http://100.64.0.1/"),
            row(422, NOT_PUBLIC, "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::]/"),
            row(422, NOT_PUBLIC, "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/"),
            row(422, NOT_PUBLIC, "http://[fd00::1]/", "http://[fe80::1]/", "http://224.0.0.1/"),
            row(
                422,
                NOT_PUBLIC,
                "https://127.0.0.1/",
                "HTTP://127.0.0.1/",
                "http://metadata.invalid/"),
            row(400, "begins with https:// or http://", "file:///etc/passwd", "ftp://1.1.1.1/"),
            row(
                400,
                "begins with https:// or http://",
                "gopher://1.1.1.1/",
                "jar:http://1.1.1.1!/"),
            row(
                400,
                "begins with https:// or http://",
                "data:image/png;base64,AA",
                "//1.1.1.1/",
                ""),
            row(
                400,
                "no user name or password",
                "http://me@1.1.1.1/",
                "http://1.1.1.1:80@127.0.0.1/"),
            row(400, "no user name or password", "http://me:secret@pictures.test/cat"),
            row(
                400,
                "Nothing is fetched from port 22; from",
                "http://1.1.1.1:22/",
                "https://1.1.1.1:22/"),
            row(400, "Nothing is fetched from port 8080; from", "http://pictures.test:8080/"),
            row(400, "This is no address", "http://", "http:///cat", "http:cat", "http://a b/"),
            row(
                400,
                "This is no address",
                "http://pictures.test\\@127.0.0.1/",
                "http://1.1.1.1\r\nX: y/"),
            row(400, "This is no address", "http://a_b/", "http://[::1", "http://x/%"),
            row(400, "characters; at most 2,048", "http://1.1.1.1/" + "x".repeat(2_048)),
            row(422, NOT_PUBLIC, at("/away"), at("/meta")),
            row(400, "begins with https:// or http://", at("/file"), at("/ftp")),
            row(400, "Nothing is fetched from port 22", at("/port")),
            row(400, "no user name or password", at("/user")),
            row(422, "redirects more than 3 times", at("/round")),
            row(422, "does not say whereto", at("/nowhere")),
            row(422, "its host answers 404", at("/gone")),
            row(422, "its host answers 500", at("/failing")),
            row(422, "its host answers 206", at("/partial")),
            row(415, "Not a picture", at("/page")),
            row(413, "more than 102,400 bytes", at("/large"), at("/endless")),
            row(504, "did not arrive within 1.0 s", at("/slow"), at("/silent")),
            row(
                422,
                "the connection to its host failed",
                at("/broken"),
                at("/headers"),
                at("/line")))
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> row(int status, String sentence, String... addresses) {
    return Arrays.stream(addresses).map(address -> arguments(address, status, sentence));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void address_thatIsNotFetched_isRefusedWithASentence(
      String address, int status, String sentence) {
    long before = HOST.asked().stream().filter("/secret"::equals).count();
    Http.Reply reply = classify(address);
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.detail()).contains(sentence).matches("[^\n]*\\.").hasSizeLessThan(200);
    assertThat(HOST.asked().stream().filter("/secret"::equals)).hasSize((int) before);
  }

  @Test
  void oneOfSeveralAddresses_isNamed() {
    Http.Reply reply = http.postJson(
        "/embed", Http.json(Map.of("imageUrls", List.of(at("/cat"), "http://10.0.0.1/"))));
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().at("/errors/0/field").asString()).isEqualTo("imageUrls[1]");
  }

  @Test
  void anotherPictureBesideTheAddress_isRefused() {
    assertThat(http.postJson(
                "/classify",
                Http.json(Map.of(
                    "imageUrl", at("/cat"), "image", base64("cat"), "labels", List.of("cat"))))
            .detail())
        .startsWith("'imageUrl' is given beside another picture");
  }

  // One answer of the name server for one connection

  @Test
  void name_isAskedForOnce_andCannotLeadElsewhereBetweenCheckAndUse() {
    hosts.leadHere("once.test", 1);
    Http.Reply reply = classify("http://once.test:%d/cat".formatted(HOST.port()));
    assertThat(reply.json().path("label").asString()).as(reply.text()).isEqualTo("cat");
    assertThat(hosts.asked("once.test")).isEqualTo(1);
  }

  @Test
  void name_thatLeadsElsewhereAfterARedirect_isJudgedAgain() {
    hosts.leadHere("rebound.test", 1);
    HOST.on("/rebound", exchange -> {
      exchange.getResponseHeaders().set("Connection", "close");
      PictureHost.redirect(302, "http://rebound.test:%d/cat".formatted(HOST.port()))
          .to(exchange);
    });
    Http.Reply reply = classify("http://rebound.test:%d/rebound".formatted(HOST.port()));
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.detail()).isEqualTo(NOT_PUBLIC);
    assertThat(hosts.asked("rebound.test")).isEqualTo(2);
  }

  @Test
  void manyThatNeverAnswer_leaveTheServiceWhole() {
    List<String> silent = List.of(at("/silent"), at("/silent"), at("/silent"), at("/silent"));
    assertThat(http.postJson("/embed", Http.json(Map.of("imageUrls", silent))).status())
        .isEqualTo(504);
    assertThat(classify(at("/cat")).status()).isEqualTo(200);
  }
}
