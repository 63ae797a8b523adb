package dev.clipcoder.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.clipcoder.containers.Dashboard.Query;
import dev.clipcoder.containers.ServiceClient.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** All of {@code docker-compose.yml}: up, used, watched, down and up again with what it kept. */
@RequiresDocker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeIT {

  private static final Path DASHBOARD = Path.of("monitoring/grafana/clipcoder.json");
  private static final String PETS = """
      {"classes": [{"label": "cat", "texts": {"attribute": ["whiskers"]}}, {"label": "dog"}],
       "oneToOne": [{"label": "cat", "other": "dog", "texts": ["pointed ears"]},
                    {"label": "dog", "other": "cat", "texts": ["a wet nose"]}],
       "rerank": {"enabled": true, "gap": 1.0}}""";

  private final ComposeProject project = new ComposeProject();
  private String key = "";

  @BeforeAll
  @Timeout(600)
  void up() {
    String image = ServiceImage.name();
    project.up();
    key = secret("clipcoder-key");
    assertThat(project.compose("images", "clipcoder"))
        .contains(image.substring(image.indexOf(':') + 1));
  }

  @AfterAll
  @Timeout(180)
  void down() {
    project.close();
    assertThat(project.remains()).isEmpty();
  }

  private String secret(String name) {
    return project.execute("clipcoder", "cat", "/run/secrets/" + name);
  }

  private ServiceClient client() {
    return new ServiceClient(project.port("CLIPCODER_PORT"), key);
  }

  private PrometheusClient prometheus() {
    return new PrometheusClient(project.port("PROMETHEUS_PORT"));
  }

  @Test
  @Order(1)
  void labelSet_isRegisteredInPostgres() {
    assertThat(client().put("/label-sets/pets", PETS).status()).isEqualTo(201);
    assertThat(client().classifyCat("labelSet=pets").json().path("label").asString())
        .isEqualTo("cat");
    assertThat(project.execute(
            "postgres",
            "psql",
            "--username=clipcoder",
            "--tuples-only",
            "--command=SELECT count(*) FROM label_set"))
        .isEqualTo("1");
  }

  @Test
  @Order(2)
  void keys_areMadeAtRandomAndNeeded() {
    assertThat(key).matches("[0-9a-f]{64}").isNotEqualTo(secret("metrics-key"));
    String wrong = secret("metrics-key");
    assertThat(new ServiceClient(project.port("CLIPCODER_PORT"), wrong)
            .classifyCat("labels=cat")
            .status())
        .isEqualTo(403);
    assertThat(new ServiceClient(project.port("CLIPCODER_PORT"), "0".repeat(64))
            .classifyCat("labels=cat")
            .status())
        .isEqualTo(401);
  }

  @Test
  @Order(3)
  void ports_areThoseOfThisMachineOnly() {
    assertThat(project
            .compose("ps", "--format", "{{.Ports}}")
            .lines()
            .filter(line -> line.contains("->")))
        .hasSize(3)
        .allMatch(ports -> ports.startsWith("127.0.0.1:"));
  }

  @Test
  @Order(4)
  void database_isReachedByTheServiceOnly() {
    assertThatExceptionOfType(DockerException.class)
        .isThrownBy(() -> project.execute(
            "prometheus", "wget", "-q", "-T", "3", "-O", "-", "http://postgres:5432/"))
        .withMessageContaining("bad address");
  }

  @Test
  @Order(5)
  @Timeout(180)
  void dashboard_answersAfterTraffic() throws InterruptedException {
    List<Query> queries = Dashboard.read(DASHBOARD).queries();
    assertThat(queries).hasSizeGreaterThan(5);
    List<String> silent = List.of();
    assertThat(overload(client())).contains(429).isSubsetOf(200, 429);
    // Rates need two scrapes, five seconds apart, with traffic between them.
    for (int round = 0; round < 12; round++) {
      use(client(), round);
      silent = silent(queries);
      if (silent.isEmpty()) {
        return;
      }
      Thread.sleep(Duration.ofSeconds(5));
    }
    assertThat(silent).as("queries without an answer").isEmpty();
  }

  /** More parts of pictures at once than the service has room for: 24 times 32, each another. */
  private static Set<Integer> overload(ServiceClient client) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> statuses = IntStream.range(0, 24)
          .mapToObj(request -> threads.submit(() -> {
            String parts = IntStream.range(0, 32)
                .mapToObj(part -> "%5B0,0,0." + (2000 + 100 * request + part) + ",0.9%5D")
                .collect(Collectors.joining(","));
            return client
                .classifyCat("labels=cat&labels=dog&regions=%5B" + parts + "%5D")
                .status();
          }))
          .toList();
      return statuses.stream().map(ComposeIT::result).collect(Collectors.toSet());
    }
  }

  private static int result(Future<Integer> status) {
    try {
      return status.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("A request was not answered", e);
    }
  }

  private List<String> silent(List<Query> queries) {
    PrometheusClient prometheus = prometheus();
    List<String> silent = new ArrayList<>();
    for (Query query : queries) {
      if (!hasNumber(prometheus.query(query.expression()))) {
        silent.add(query.panel() + ": " + query.expression());
      }
    }
    return silent;
  }

  /** Whether there is a sample; a rate of nothing by nothing is none. */
  private static boolean hasNumber(JsonNode result) {
    for (JsonNode sample : result) {
      String value = sample.path("value").path(1).asString("NaN");
      if (!value.equals("NaN")) {
        return true;
      }
    }
    return false;
  }

  /** Some of everything that is counted. */
  private static void use(ServiceClient client, int round) {
    for (int i = 0; i < 5; i++) {
      assertThat(client
              .classifyCat("labels=cat&labels=dog&labels=thing" + round + "x" + i)
              .status())
          .isEqualTo(200);
      // Each time another part of the picture, so that something has to be encoded.
      String part = "&regions=%5B%5B0,0,0." + (100 + 5 * round + i) + ",1%5D%5D";
      assertThat(client.classifyCat("labelSet=pets" + part).status()).isEqualTo(200);
      assertThat(client.classifyCat("labelSet=pets&method=clip").status()).isEqualTo(200);
      assertThat(client
              .sendPicture("/coder?labelSet=pets", Path.of("docs/samples/pizza/openmoji.png"))
              .status())
          .isEqualTo(200);
      assertThat(client
              .post("/embed", "{\"texts\": [\"text " + round + " " + i + "\"]}")
              .status())
          .isEqualTo(200);
      assertThat(
              client.sendPicture("/classify?labels=cat", Path.of("README.md")).status())
          .isEqualTo(415);
    }
  }

  @Test
  @Order(6)
  void alertRules_areEvaluated() {
    JsonNode groups = prometheus().ruleGroups();
    assertThat(groups).isNotEmpty();
    for (JsonNode group : groups) {
      for (JsonNode rule : group.path("rules")) {
        assertThat(rule.path("health").asString(""))
            .as(rule.path("name").asString(""))
            .isEqualTo("ok");
      }
    }
  }

  @Test
  @Order(7)
  void grafana_isProvisioned() {
    assertThat(sourceOfGrafana())
        .containsEntry("type", "prometheus")
        .containsEntry("uid", "prometheus");
    // What Grafana would ask is there, from where Grafana is.
    String address = String.valueOf(sourceOfGrafana().get("url"));
    assertThat(
            project.execute("grafana", "wget", "-q", "-O", "-", address + "/api/v1/query?query=up"))
        .contains("\"success\"");
    String folder = dashboardFolder();
    assertThat(Dashboard.parse(project.execute("grafana", "cat", folder + "/clipcoder.json")))
        .isEqualTo(Dashboard.read(DASHBOARD));
  }

  private Map<String, Object> sourceOfGrafana() {
    Map<String, List<Map<String, Object>>> file =
        yaml("/etc/grafana/provisioning/datasources/prometheus.yml");
    assertThat(file.get("datasources")).hasSize(1);
    return file.getOrDefault("datasources", List.of()).getFirst();
  }

  private String dashboardFolder() {
    Map<String, List<Map<String, Object>>> file =
        yaml("/etc/grafana/provisioning/dashboards/clipcoder.yml");
    Map<?, ?> options =
        (Map<?, ?>) file.getOrDefault("providers", List.of()).getFirst().get("options");
    return String.valueOf(options.get("path"));
  }

  private Map<String, List<Map<String, Object>>> yaml(String path) {
    return new Yaml().load(project.execute("grafana", "cat", path));
  }

  @Test
  @Order(8)
  @Timeout(600)
  void downAndUp_keepsWhatWasThere() {
    Answer before = client().get("/label-sets/pets");
    String seen = "count_over_time(up{job=\"clipcoder\"}[1h])";
    long scrapes = prometheus().query(seen).path(0).path("value").path(1).asLong(0);
    project.down();
    project.up();
    assertThat(secret("clipcoder-key")).isEqualTo(key);
    assertThat(client().get("/label-sets/pets").json()).isEqualTo(before.json());
    Answer answer = client().classifyCat("labelSet=pets@1");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("label").asString()).isEqualTo("cat");
    assertThat(prometheus().query(seen).path(0).path("value").path(1).asLong(0))
        .isGreaterThanOrEqualTo(scrapes);
  }
}
