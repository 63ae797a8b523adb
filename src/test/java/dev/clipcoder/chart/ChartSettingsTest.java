package dev.clipcoder.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The chart's values, what they set in the service, and what is written about them. */
@NeedsHelm
class ChartSettingsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final JsonNode VALUES = Chart.yaml(Chart.FOLDER.resolve("values.yaml"));
  private static final JsonNode SCHEMA = schema();

  /** What is no property of the service: the JVM reads the first, application.yml the second. */
  private static final Set<String> VARIABLES_OF_OTHERS = Set.of("JAVA_TOOL_OPTIONS", "HF_TOKEN");

  private static final Pattern ROW = Pattern.compile("\\| `([A-Za-z.-]+)` \\| `(.*?)` \\| .+ \\|");

  private static JsonNode schema() {
    try {
      return JSON.readTree(Files.readString(Chart.FOLDER.resolve("values.schema.json")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everySettingOfTheChart_isAPropertyOfTheService() throws IOException {
    Set<String> known = properties();
    for (Path values : Chart.scenarios()) {
      Manifests manifests = Chart.render("clipcoder", values, Map.of());
      manifests
          .settings()
          .fieldNames()
          .forEachRemaining(name -> assertThat(known).as(values.toString()).contains(name));
      Set<String> letters =
          known.stream().map(ChartSettingsTest::letters).collect(Collectors.toSet());
      for (EnvVar variable : manifests.container().getEnv()) {
        String name = variable.getName();
        if (!VARIABLES_OF_OTHERS.contains(name) && !isExtra(values, name)) {
          assertThat(letters).as(name).contains(letters(name));
        }
      }
    }
    assertThat(Files.readString(Path.of("src/main/resources/application.yml")))
        .contains("${HF_TOKEN:}");
  }

  private static boolean isExtra(Path values, String variable) {
    return Chart.yaml(values).path("extraEnv").findValuesAsText("name").contains(variable);
  }

  private static String letters(String name) {
    return name.replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
  }

  /** As the build describes them: this project's, Spring Boot's and its libraries'. */
  private static Set<String> properties() throws IOException {
    Set<String> names = new TreeSet<>();
    List<URL> files = Collections.list(ChartSettingsTest.class
        .getClassLoader()
        .getResources("META-INF/spring-configuration-metadata.json"));
    for (URL file : files) {
      try (InputStream in = file.openStream()) {
        JSON.readTree(in)
            .path("properties")
            .forEach(one -> names.add(one.path("name").asText()));
      }
    }
    assertThat(names).contains("clipcoder.model", "server.port");
    return names;
  }

  @Test
  void propertiesThatTheChartDecides_areKnownToTheService() throws IOException {
    String checks = Files.readString(Chart.FOLDER.resolve("templates/_checks.tpl"));
    Set<String> known = properties().stream()
        .map(name -> name.replace("-", "").toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
    List<String> own = Pattern.compile("^ {2}\"([a-z.]+)\" \"", Pattern.MULTILINE)
        .matcher(checks)
        .results()
        .map(match -> match.group(1))
        .toList();
    assertThat(own).hasSizeGreaterThan(20).allSatisfy(name -> assertThat(known).contains(name));
  }

  @Test
  void everyPropertyOfTheChart_isRefusedInSettings() throws IOException {
    String checks = Files.readString(Chart.FOLDER.resolve("templates/_checks.tpl"));
    for (Path values : Chart.scenarios()) {
      Set<String> given = new TreeSet<>();
      Chart.yaml(values).path("settings").fieldNames().forEachRemaining(given::add);
      Chart.render("clipcoder", values, Map.of()).settings().fieldNames().forEachRemaining(name -> {
        if (!given.contains(name)) {
          assertThat(checks).contains("\"%s\"".formatted(name.replace("-", "")));
        }
      });
    }
  }

  @Test
  void version_isThatOfTheBuild() throws IOException {
    Matcher version = Pattern.compile(
            "<artifactId>clipcoder</artifactId>\\s*<version>(.*)</version>")
        .matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(Chart.appVersion()).isEqualTo(version.group(1));
  }

  @Test
  void image_hasTheUserFoldersAndVariablesThatTheChartSays() throws IOException {
    String dockerfile = Files.readString(Path.of("Dockerfile"));
    Manifests manifests = Chart.render("minimal");
    assertThat(dockerfile)
        .contains("\nUSER %d:%d\n"
            .formatted(
                manifests.pod().getSecurityContext().getRunAsUser(),
                manifests.pod().getSecurityContext().getRunAsGroup()))
        .contains("\nEXPOSE %s\n".formatted(manifests.setting("server.port")))
        .contains("VOLUME /data\n")
        .doesNotContain("MaxRAMPercentage");
    // Variables come before files, so that what the image sets the chart must set in the same way.
    Matcher image = Pattern.compile("\\b((?:CLIPCODER|SERVER|SPRING|MANAGEMENT|LOGGING)_[A-Z_]+)=")
        .matcher(dockerfile);
    List<String> set = image.results().map(match -> match.group(1)).distinct().toList();
    assertThat(set).isNotEmpty();
    assertThat(manifests.environment().keySet()).containsAll(set);
  }

  @Test
  void schema_knowsEveryValue_andNoOther() {
    List<String> differences = new ArrayList<>();
    compare("", VALUES, SCHEMA, differences);
    assertThat(differences).isEmpty();
  }

  private static void compare(
      String path, JsonNode values, JsonNode schema, List<String> differences) {
    if (!isClosed(schema)) {
      return;
    }
    schema.path("properties").fieldNames().forEachRemaining(name -> {
      if (!values.has(name) && !name.equals("global")) {
        differences.add("only in the schema: " + path + name);
      }
    });
    values.properties().forEach(value -> {
      JsonNode known = resolve(schema.path("properties").path(value.getKey()));
      if (known.isMissingNode()) {
        differences.add("only in the values: " + path + value.getKey());
      } else if (value.getValue().isObject() && !isClosed(known) && !isMap(known)) {
        differences.add("open: " + path + value.getKey());
      }
      compare(path + value.getKey() + ".", value.getValue(), known, differences);
    });
  }

  private static JsonNode resolve(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty()
        ? schema
        : SCHEMA.path("definitions").path(reference.replace("#/definitions/", ""));
  }

  private static boolean isClosed(JsonNode schema) {
    JsonNode rest = schema.path("additionalProperties");
    return rest.isBoolean() && !rest.asBoolean();
  }

  /** What users name themselves, and Kubernetes checks. */
  private static boolean isMap(JsonNode schema) {
    return schema.path("additionalProperties").isObject() || !schema.has("properties");
  }

  @Test
  void documentation_listsEveryValueWithItsDefault() throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    collect("", VALUES, SCHEMA, expected);
    Map<String, String> written = new LinkedHashMap<>();
    Files.readAllLines(Path.of("docs/kubernetes.md")).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .forEach(row -> written.put(row.group(1), row.group(2)));
    assertThat(written).containsExactlyEntriesOf(expected);
  }

  private static void collect(
      String path, JsonNode values, JsonNode schema, Map<String, String> defaults) {
    values.properties().forEach(value -> {
      JsonNode known = resolve(schema.path("properties").path(value.getKey()));
      if (isClosed(known)) {
        collect(path + value.getKey() + ".", value.getValue(), known, defaults);
      } else {
        defaults.put(path + value.getKey(), Objects.toString(value.getValue()));
      }
    });
  }
}
