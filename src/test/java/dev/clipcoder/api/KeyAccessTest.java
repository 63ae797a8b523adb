package dev.clipcoder.api;

import static dev.clipcoder.image.WordReader.picture;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** The service with API keys: each endpoint, as it really is mapped, with each role, with none and with a wrong key. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(
    properties = {
      "clipcoder.security.keys[0].name=reader",
      "clipcoder.security.keys[0].key=" + KeyAccessTest.CLASSIFY,
      "clipcoder.security.keys[0].roles=classify",
      "clipcoder.security.keys[1].name=editor",
      "clipcoder.security.keys[1].key=" + KeyAccessTest.MANAGE,
      "clipcoder.security.keys[1].roles=manage",
      "clipcoder.security.keys[2].name=scraper",
      "clipcoder.security.keys[2].key=" + KeyAccessTest.METRICS,
      "clipcoder.security.keys[2].roles=metrics",
      "clipcoder.security.keys-poll=20ms",
      "clipcoder.security.allowed-origins=https://app.example"
    })
class KeyAccessTest extends ServiceTest {

  static final String CLASSIFY = "classify-0123456789abcdef0123456789abcdef";
  static final String MANAGE = "manage-0123456789abcdef0123456789abcdef";
  static final String METRICS = "metrics-0123456789abcdef0123456789abcdef";
  private static final String WRONG = "wrong-0123456789abcdef0123456789abcdef";

  private static final Path FILE = Path.of("target", "service-test", "keys-" + UUID.randomUUID());

  private static final String WORK = "/classify?labels=cat&labels=dog";

  private static final Map<String, String> KEYS = new TreeMap<>(Map.of(
      "nobody", "", "wrong", WRONG, "classify", CLASSIFY, "manage", MANAGE, "metrics", METRICS));

  private static final Set<String> OPEN = KEYS.keySet();

  /** Who may, by method and path; what is in no line is no decision. The first line that matches counts. */
  private static final List<Decision> DECISIONS = List.of(
      new Decision("GET", "/health|/ready|/actuator/health(/.*)?", OPEN),
      new Decision("GET", "/actuator(/prometheus|/info)?", Set.of("metrics")),
      new Decision("GET", "/info", Set.of("classify", "manage")),
      new Decision("GET", "/v3/api-docs.*|/swagger-ui.*", Set.of("classify", "manage")),
      new Decision("POST", "/classify|/classify/batch|/few-shot/classify", Set.of("classify")),
      new Decision("POST", "/coder|/embed", Set.of("classify")),
      new Decision("GET|POST", "/v1/.*", Set.of("classify")),
      new Decision("GET", "/(label-sets|support-sets|jobs)(/.*)?", Set.of("classify", "manage")),
      new Decision(
          "POST|PUT|PATCH|DELETE", "/(label-sets|support-sets|jobs)(/.*)?", Set.of("manage")),
      // Nobody: what is forwarded to within the service, and folders of files that are not there.
      new Decision("GET|POST", "/error|/x|/webjars/.*", Set.of()));

  private record Decision(String methods, String paths, Set<String> who) {}

  private record Endpoint(String method, String path) {}

  @Autowired
  private ApplicationContext context;

  @Autowired
  private BodyBudget budget;

  @DynamicPropertySource
  static void keysFile(DynamicPropertyRegistry settings) throws IOException {
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, "# none yet\n");
    settings.add("clipcoder.security.keys-file", FILE::toString);
  }

  // Every endpoint and every role

  @TestFactory
  Stream<DynamicTest> everyEndpoint_withEveryRoleAndNone() {
    List<Endpoint> endpoints = endpoints();
    assertThat(endpoints).hasSizeGreaterThan(25).contains(new Endpoint("POST", "/classify"));
    return endpoints.stream()
        .flatMap(endpoint -> KEYS.keySet().stream()
            .map(who -> dynamicTest(
                "%s %s: %s".formatted(endpoint.method(), endpoint.path(), who),
                () -> check(endpoint, who))));
  }

  private void check(Endpoint endpoint, String who) {
    Set<String> may = DECISIONS.stream()
        .filter(
            one -> endpoint.method().matches(one.methods()) && endpoint.path().matches(one.paths()))
        .findFirst()
        .map(Decision::who)
        .orElseThrow(() -> new AssertionError(
            "Nobody has decided who may %s %s: add it to EndpointRules and to this test"
                .formatted(endpoint.method(), endpoint.path())));
    Http.Reply reply = send(endpoint, who);
    boolean hasKey = !who.equals("nobody") && !who.equals("wrong");
    if (may.contains(who)) {
      assertThat(reply.status()).as(reply.text()).isNotIn(401, 403);
      assertThat(reply.text()).doesNotContain("There is nothing at %s.".formatted(endpoint.path()));
    } else if (!hasKey) {
      assertThat(reply.status()).isEqualTo(401);
      assertThat(kind(endpoint, reply)).isEqualTo("unauthenticated");
      assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer realm=\"clipcoder\"");
    } else if (may.isEmpty()) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.detail()).startsWith("There is nothing at");
    } else {
      assertThat(reply.status()).isEqualTo(403);
      assertThat(kind(endpoint, reply)).isEqualTo("forbidden");
      assertThat(reply.header("WWW-Authenticate")).contains("error=\"insufficient_scope\"");
    }
  }

  /** The kind of problem, which the drop-in endpoints tell as other services do, or by the status alone. */
  private static String kind(Endpoint endpoint, Http.Reply reply) {
    if (endpoint.path().startsWith("/v1/zero-shot")) {
      assertThat(reply.json().path("error").asString()).isNotEmpty();
      return reply.status() == 401 ? "unauthenticated" : "forbidden";
    }
    return endpoint.path().startsWith("/v1/")
        ? reply.json().at("/error/code").asString()
        : reply.json().path("type").asString().replace("urn:clipcoder:problem:", "");
  }

  private Http.Reply send(Endpoint endpoint, String who) {
    String[] headers = who.equals("nobody")
        ? new String[0]
        : new String[] {"Authorization", "Bearer " + KEYS.get(who)};
    return http.send(endpoint.method(), endpoint.path(), new byte[0], null, headers);
  }

  /** What the running application has mapped, with something in place of what varies. */
  private List<Endpoint> endpoints() {
    return context.getBeansOfType(HandlerMapping.class).values().stream()
        .flatMap(KeyAccessTest::endpoints)
        .map(endpoint -> new Endpoint(
            endpoint.method(),
            endpoint.path().replaceAll("\\{[^}]*}|\\*\\*", "x").replace("*", "")))
        .distinct()
        .toList();
  }

  private static Stream<Endpoint> endpoints(HandlerMapping mapping) {
    return switch (mapping) {
      case RequestMappingInfoHandlerMapping methods ->
        methods.getHandlerMethods().keySet().stream()
            .flatMap(info -> info.getPatternValues().stream()
                .flatMap(path -> (info.getMethodsCondition().getMethods().isEmpty()
                        ? Stream.of(RequestMethod.GET, RequestMethod.POST)
                        : info.getMethodsCondition().getMethods().stream())
                    .map(method -> new Endpoint(method.name(), path))));
      case AbstractUrlHandlerMapping urls ->
        urls.getHandlerMap().keySet().stream().map(path -> new Endpoint("GET", path));
      default -> Stream.empty();
    };
  }

  // Keys

  @Test
  void key_inEitherHeader_isTaken() {
    for (String[] header : List.of(
        new String[] {"Authorization", "Bearer " + CLASSIFY},
        new String[] {"authorization", "bearer  " + CLASSIFY},
        new String[] {"X-API-Key", CLASSIFY})) {
      Http.Reply reply = http.post(WORK, picture("cat"), "image/png", header);
      assertThat(reply.status()).as(header[0]).isEqualTo(200);
      assertThat(reply.json().path("label").asString()).isEqualTo("cat");
    }
  }

  @Test
  void key_otherwise_isNot() {
    for (String[] header : List.of(
        new String[] {"Authorization", "Basic " + CLASSIFY},
        new String[] {"Authorization", CLASSIFY},
        new String[] {"Authorization", "Bearer"},
        new String[] {"Authorization", "Bearer " + CLASSIFY + "0"},
        new String[] {"Authorization", "Bearer " + CLASSIFY.substring(1)},
        new String[] {"Authorization", "Bearer " + CLASSIFY + "," + CLASSIFY},
        new String[] {"X-API-Key", CLASSIFY + " " + CLASSIFY},
        new String[] {"Cookie", "key=" + CLASSIFY})) {
      assertThat(http.post(WORK, picture("cat"), "image/png", header).status())
          .as(header[1])
          .isEqualTo(401);
    }
    assertThat(http.post(WORK + "&key=" + CLASSIFY, picture("cat"), "image/png").status())
        .isEqualTo(401);
  }

  @Test
  void refusals_sayWhatToDo() {
    assertThat(http.get("/info").detail())
        .isEqualTo(
            "This needs an API key. Send it as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'.");
    Http.Reply wrong = http.get("/info", "X-API-Key", WRONG);
    assertThat(wrong.detail())
        .isEqualTo("The API key is not known here: it is misspelt or no longer in use.");
    assertThat(wrong.header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"clipcoder\", error=\"invalid_token\"");
    assertThat(wrong.header("X-Request-Id")).isNotEmpty();
    assertThat(wrong.json().path("instance").asString()).isEqualTo("/info");
    Http.Reply role = http.get("/actuator/prometheus", "X-API-Key", CLASSIFY);
    assertThat(role.detail())
        .isEqualTo("The key 'reader' may not do this: it needs the role metrics.");
    assertThat(role.header("WWW-Authenticate")).endsWith("scope=\"metrics\"");
  }

  /** An upload of somebody without a key is answered before it comes, and takes no room. */
  @Test
  void upload_withoutAKey_isRefusedBeforeItIsRead() throws IOException {
    try (Socket socket = RawHttp.open(port)) {
      RawHttp.send(
          socket,
          "POST /classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 90000\r\n\r\n");
      assertThat(RawHttp.statusLine(socket)).startsWith("HTTP/1.1 401");
      assertThat(budget.claimed()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,    /label-sets;x/pets,            400",
    "PUT,    //label-sets/pets,             400",
    "PUT,    /classify/../label-sets/pets,  400",
    "PUT,    /classify/%2e%2e/label-sets/p, 400",
    "PUT,    /label-sets%2Fpets,            400",
    "PUT,    /%6Cabel-sets/pets,            403",
    "DELETE, /label-sets/pets/,             403",
    "PUT,    /LABEL-SETS/pets,              404",
    "BREW,   /label-sets/pets,              403",
    "POST,   /actuator/prometheus,          403",
    "GET,    /actuator/env,                 403",
    "GET,    /actuator/health/../prometheus, 400"
  })
  void path_writtenOtherwise_opensNothing(String method, String path, int status)
      throws IOException {
    try (Socket socket = RawHttp.open(port)) {
      RawHttp.send(
          socket,
          "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n\r\n"
              .formatted(method, path, CLASSIFY));
      assertThat(RawHttp.statusLine(socket)).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void keysFile_changed_takesEffectWithoutARestart() throws IOException {
    String first = UUID.randomUUID() + "-first";
    String second = UUID.randomUUID() + "-second";
    write("app classify sha256:" + sha256(first));
    await().until(() -> status(first) == 200);
    write(
        "app classify sha256:%s\napp classify sha256:%s".formatted(sha256(first), sha256(second)));
    await().until(() -> status(second) == 200);
    assertThat(status(first)).isEqualTo(200);
    write("app classify sha256:" + sha256(second));
    await().until(() -> status(first) == 401);
    assertThat(status(second)).isEqualTo(200);
    assertThat(status(CLASSIFY)).isEqualTo(200);
  }

  private int status(String key) {
    return http.get("/info", "X-API-Key", key).status();
  }

  private static void write(String lines) throws IOException {
    Path next = FILE.resolveSibling(FILE.getFileName() + ".next");
    Files.writeString(next, lines);
    Files.move(next, FILE, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private static String sha256(String key) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  // What is logged

  @Test
  void writes_leaveALineEach_andReadsAndContentsNone(CapturedOutput output) {
    String id = "audited-" + UUID.randomUUID();
    String path = "/label-sets/" + id;
    String body = "{\"classes\":[\"secretcat\",\"secretdog\"]}";
    assertThat(put(path, body, MANAGE)).isEqualTo(201);
    assertThat(put(path, body, CLASSIFY)).isEqualTo(403);
    assertThat(put(path, body, null)).isEqualTo(401);
    assertThat(put(path, "{", MANAGE)).isEqualTo(400);
    String next = "{\"classes\":[\"secretcat\",\"secretcow\"]}";
    Http.Reply replaced = http.send(
        "PUT",
        path,
        next.getBytes(UTF_8),
        "application/json",
        "X-API-Key",
        MANAGE,
        "If-Match",
        "\"1\"",
        "X-Request-Id",
        "audited-request");
    assertThat(replaced.status()).isEqualTo(201);
    http.get(path, "X-API-Key", MANAGE);
    http.post(WORK, picture("cat"), "image/png", "X-API-Key", CLASSIFY);

    assertThat(output.getAll().lines().filter(line -> line.contains("dev.clipcoder.audit")))
        .satisfiesExactly(
            line -> assertThat(line)
                .endsWith(": editor PUT %s 201 version 1 expected -".formatted(path)),
            line -> assertThat(line)
                .endsWith(": reader PUT %s 403 version - expected -".formatted(path)),
            line -> assertThat(line)
                .endsWith(": anonymous PUT %s 401 version - expected -".formatted(path)),
            line -> assertThat(line)
                .endsWith(": editor PUT %s 400 version - expected -".formatted(path)),
            line -> assertThat(line)
                .contains("[audited-request]")
                .endsWith(": editor PUT %s 201 version 2 expected 1".formatted(path)));
    assertThat(output.getAll()).doesNotContain("secretcat", MANAGE, CLASSIFY);
  }

  private int put(String path, String body, @Nullable String key) {
    String[] headers = key == null ? new String[0] : new String[] {"X-API-Key", key};
    return http.send("PUT", path, body.getBytes(UTF_8), "application/json", headers)
        .status();
  }

  // Browsers

  @Test
  void headers_keepBrowsersFromGuessingAndFraming() {
    for (Http.Reply reply : List.of(http.get("/info", "X-API-Key", CLASSIFY), http.get("/info"))) {
      assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
      assertThat(reply.header("Content-Security-Policy")).contains("default-src 'self'");
      assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(reply.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
      assertThat(reply.header("Cache-Control")).contains("no-store");
      assertThat(reply.header("Set-Cookie")).isEmpty();
    }
  }

  /** Where else would the key be typed? */
  @ParameterizedTest
  @CsvSource({
    "/,                              text/html",
    "/page/main.js,                  text/javascript",
    "/page/samples/cat/twemoji.png,  image/png"
  })
  void page_needsNoKey_andMayMakeNoMarkupOfStrings(String path, String type) {
    Http.Reply reply = http.get(path);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).startsWith(type);
    assertThat(reply.header("Content-Security-Policy"))
        .contains("require-trusted-types-for 'script'")
        .doesNotContain("unsafe");
    assertThat(http.send("POST", path, new byte[0], null).status()).isEqualTo(401);
  }

  @Test
  void otherOrigins_areClosed_butThoseOfTheSettings() {
    Http.Reply closed = preflight("https://evil.example");
    assertThat(closed.header("Access-Control-Allow-Origin")).isEmpty();
    Http.Reply open = preflight("https://app.example");
    assertThat(open.status()).isEqualTo(200);
    assertThat(open.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
    assertThat(open.header("Access-Control-Allow-Headers")).contains("Authorization");

    Http.Reply answer = http.get("/info", "X-API-Key", CLASSIFY, "Origin", "https://app.example");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
    assertThat(answer.header("Access-Control-Expose-Headers")).contains("X-Request-Id");
    assertThat(http.get("/info", "X-API-Key", CLASSIFY, "Origin", "https://evil.example")
            .header("Access-Control-Allow-Origin"))
        .isEmpty();
  }

  private Http.Reply preflight(String origin) {
    return http.send(
        "OPTIONS",
        "/classify",
        new byte[0],
        null,
        "Origin",
        origin,
        "Access-Control-Request-Method",
        "POST",
        "Access-Control-Request-Headers",
        "Authorization");
  }

  @Test
  void contract_saysWhichRolesAnOperationNeeds() {
    var api = http.get("/v3/api-docs", "X-API-Key", CLASSIFY).json();
    assertThat(api.at("/components/securitySchemes/bearer/scheme").asString()).isEqualTo("bearer");
    assertThat(api.at("/paths/~1classify/post/security").toString())
        .isEqualTo("[{\"bearer\":[\"classify\"]},{\"apiKey\":[\"classify\"]}]");
    assertThat(api.at("/paths/~1label-sets~1{id}/get/security").size()).isEqualTo(4);
    assertThat(Optional.of(api.at("/paths/~1label-sets~1{id}/put/responses/403")))
        .hasValueSatisfying(refusal -> assertThat(refusal.isMissingNode()).isFalse());
  }
}
