package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.ClipcoderApplication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the service measures, by one live scrape after a tour of its endpoints: every label has one of a few values, and
 * the page, the dashboard and the alerts speak of what is there.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MetricsTest {

  private static final Set<String> METHODS = Set.of(
      "clip", "coder", "coder-adapter", "tip-adapter", "gda", "proker", "nearest-class-mean");

  /** All that a label of our metrics may say. Extend it when a metric needs it, and never by what users make. */
  private static final Map<String, Pattern> VALUES = Map.ofEntries(
      Map.entry("le", Pattern.compile("\\+Inf|[0-9.E-]+")),
      Map.entry(
          "endpoint",
          oneOf(Set.of("classify", "classify/batch", "few-shot/classify", "coder", "embed"))),
      Map.entry("method", Pattern.compile("none|" + String.join("|", METHODS))),
      Map.entry("label_set", oneOf(Set.of("none", "other", Tour.KNOWN))),
      Map.entry(
          "outcome",
          oneOf(Set.of(
              "ok",
              "refused",
              "overloaded",
              "unavailable",
              "late",
              "failed",
              "abandoned",
              "accepted",
              "below-threshold",
              "background",
              "applied",
              "clear-gap",
              "one-label",
              "no-texts"))),
      Map.entry(
          "kind",
          oneOf(Set.of(
              "image",
              "text",
              "product",
              "label-set-build",
              "label-set-generate",
              "support-set-encode"))),
      Map.entry("format", oneOf(Set.of("jpeg", "png", "webp", "gif", "bmp", "tiff"))),
      Map.entry(
          "cache",
          oneOf(Set.of(
              "clipcoder.banks",
              "clipcoder.fewshot.examples",
              "clipcoder.fewshot.heads",
              "clipcoder.images",
              "clipcoder.spaces",
              "clipcoder.texts"))),
      Map.entry("reason", oneOf(Set.of("items", "bodies"))),
      Map.entry("work", oneOf(Set.of("read", "write"))),
      Map.entry("texts", oneOf(Set.of("present", "missing"))),
      Map.entry("state", oneOf(Set.of("queued", "running", "succeeded", "failed", "cancelled"))),
      Map.entry("version", Pattern.compile("[0-9A-Z.-]+")),
      Map.entry("java", Pattern.compile("25[0-9.+A-Z-]*")),
      Map.entry("family", oneOf(Set.of("clip"))),
      Map.entry("fingerprint", Pattern.compile("[0-9a-f]{12}")),
      Map.entry("precision", oneOf(Set.of("fp32"))),
      Map.entry("device", oneOf(Set.of("cpu"))));

  /** Metrics that only a language model has. */
  private static final Set<String> ELSEWHERE =
      Set.of("clipcoder_textgen_llm_calls_total", "clipcoder_textgen_llm_tokens_total");

  /** Labels that the scrape adds. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  private static final Set<String> KEYWORDS =
      Set.of("and", "or", "unless", "group_left", "group_right");

  @TempDir
  static Path dataDir;

  private @Nullable ConfigurableApplicationContext service;
  private Scrape scrape = Scrape.parse("");

  private static Pattern oneOf(Set<String> values) {
    return Pattern.compile(String.join("|", values));
  }

  @BeforeAll
  void tour() {
    ConfigurableApplicationContext running = new SpringApplicationBuilder(
            ClipcoderApplication.class)
        .run(
            "--server.port=0",
            "--clipcoder.metrics.label-sets=" + Tour.KNOWN,
            "--clipcoder.data-dir=" + dataDir);
    service = running;
    String port = running.getEnvironment().getRequiredProperty("local.server.port");
    Http http = new Http(URI.create("http://127.0.0.1:" + port));
    new Tour(http).run();
    // What is counted in the database is counted anew when it is asked for, for the next who asks.
    scrape = Scrape.of(http);
  }

  @AfterAll
  void close() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void ourLabels_haveOneOfAFewValues() {
    assertThat(scrape.samples())
        .filteredOn(one -> one.name().startsWith("clipcoder_"))
        .allSatisfy(sample -> sample
            .labels()
            .forEach((label, value) -> assertThat(VALUES.get(label))
                .as("%s of %s", label, sample.name())
                .isNotNull()
                .matches(allowed -> allowed.matcher(value).matches(), value)));
  }

  @Test
  void nothing_tellsWhatUsersMade() {
    assertThat(scrape.text()).doesNotContainIgnoringCase(Tour.CONTENT).doesNotContain(Tour.ID);
  }

  @Test
  void theTour_isCounted() {
    for (String name : List.of(
        "clipcoder_requests_seconds_count",
        "clipcoder_decode_seconds_count",
        "clipcoder_preprocess_seconds_count",
        "clipcoder_queue_seconds_count",
        "clipcoder_encode_seconds_count",
        "clipcoder_score_seconds_count",
        "clipcoder_rerank_seconds_count",
        "clipcoder_database_seconds_count",
        "clipcoder_batch_size_count",
        "clipcoder_device_busy_seconds_total",
        "clipcoder_device_weights_bytes",
        "clipcoder_answer_probability_count",
        "clipcoder_answer_margin_count",
        "clipcoder_answers_total",
        "clipcoder_build")) {
      assertThat(scrape.sum(name)).as(name).isPositive();
    }
    assertThat(scrape.sum("clipcoder_device_up")).isEqualTo(1);
    assertThat(scrape.samples())
        .filteredOn(one -> one.name().equals("clipcoder_answers_total"))
        .extracting(one -> one.labels().get("method"))
        .contains("clip", "coder", "gda", "nearest-class-mean");
  }

  @Test
  void stages_areHistograms() {
    for (String stage : List.of(
        "decode", "preprocess", "queue", "encode", "score", "rerank", "database", "requests")) {
      assertThat(scrape.types()).containsEntry("clipcoder_" + stage + "_seconds", "histogram");
    }
  }

  @Test
  void thePage_tellsOfEveryMetric_andOfNoOther() throws IOException {
    Set<String> told = new TreeSet<>();
    Matcher row = Pattern.compile("(?m)^\\| `(clipcoder_[a-z_]+)`")
        .matcher(Files.readString(Path.of("docs/metrics.md")));
    while (row.find()) {
      assertThat(told.add(row.group(1))).as(row.group(1)).isTrue();
    }
    told.removeAll(ELSEWHERE);
    assertThat(told).isEqualTo(scrape.ours());
  }

  @Test
  void theDashboard_asksForWhatIsThere() throws IOException {
    JsonNode dashboard =
        new JsonMapper().readTree(Files.readString(Path.of("monitoring/grafana/clipcoder.json")));
    List<String> queries = dashboard.findValuesAsString("expr");
    assertThat(queries).hasSizeGreaterThan(30);
    queries.forEach(this::isThere);
  }

  @Test
  void theAlerts_watchWhatIsThere_andSayWhatToDo() throws IOException {
    Map<String, Object> file =
        new Yaml().load(Files.readString(Path.of("monitoring/prometheus/alerts.yml")));
    String page = Files.readString(Path.of("docs/operations.md"));
    List<Map<String, Object>> rules =
        values(file, "groups").flatMap(group -> values(group, "rules")).toList();
    assertThat(rules).hasSizeGreaterThan(10);
    for (Map<String, Object> rule : rules) {
      isThere(String.valueOf(rule.get("expr")));
      String name = String.valueOf(rule.get("alert"));
      assertThat(page).contains("\n### " + name + "\n");
      assertThat(String.valueOf(rule.get("annotations")))
          .contains("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(String.valueOf(rule.get("labels")))
          .matches("\\{severity=(critical|warning|info)}");
    }
  }

  @SuppressWarnings("unchecked")
  private static Stream<Map<String, Object>> values(Map<String, Object> parent, String key) {
    return ((List<Map<String, Object>>) Objects.requireNonNull(parent.get(key))).stream();
  }

  /** Whether a query names only metrics of the scrape, and only labels that those have. */
  private void isThere(String query) {
    Set<String> names = scrape.names();
    Matcher selector = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(\\(|\\{[^}]*})?")
        .matcher(withoutGrouping(query));
    int found = 0;
    while (selector.find()) {
      String word = selector.group(1);
      String rest = selector.group(2) == null ? "" : selector.group(2);
      if (rest.equals("(") || KEYWORDS.contains(word)) {
        continue;
      }
      found++;
      if (word.equals("up")) {
        continue; // Prometheus's own.
      }
      assertThat(names).as(query).contains(word);
      Matcher label = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)").matcher(rest);
      while (label.find()) {
        if (!OF_PROMETHEUS.contains(label.group(1))) {
          assertThat(scrape.labels(word)).as(query).contains(label.group(1));
        }
      }
    }
    assertThat(found).as(query).isPositive();
  }

  /** Without {@code by (…)} and the like, ranges, and numbers. */
  private static String withoutGrouping(String query) {
    return query
        .replaceAll("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", " ")
        .replaceAll("\\[[^]]*]", " ")
        .replaceAll("(?<![a-zA-Z_])[0-9][0-9.]*", " ");
  }
}
