package dev.clipcoder.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.ClipcoderApplication;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * docs/configuration.md has every setting, with what the code says of it. Written anew with
 * {@code -Dconfiguration.write=true}.
 */
class ConfigurationDocumentTest {

  private static final Path PAGE = Path.of("docs", "configuration.md");
  private static final String BEGIN = "<!-- settings -->\n";
  private static final String END = "<!-- end of settings -->";

  private static final Map<String, String> TYPES = Map.of(
      "java.lang.Boolean", "yes or no",
      "java.lang.Integer", "whole number",
      "java.lang.Long", "whole number",
      "java.lang.Double", "number",
      "java.lang.String", "text",
      "java.net.URI", "address",
      "java.nio.file.Path", "path",
      "java.time.Duration", "time",
      "org.springframework.util.unit.DataSize", "size",
      "dev.clipcoder.image.DecodingRules$Mode", "text");

  /** The properties whose names begin with this, and with that of no longer section. */
  private record Section(String prefix, String title, String more) {}

  private static final List<Section> SECTIONS = List.of(
      new Section(
          "clipcoder", "Model and state", "[Checkpoints](models.md), [replicas](scale-out.md)"),
      new Section("clipcoder.hub", "Model hub", "[Checkpoints](models.md#from-where)"),
      new Section("clipcoder.security", "Access", "[Security](security.md)"),
      new Section(
          "clipcoder.images",
          "Pictures",
          "[What `fast` changes](performance.md#fast-pictures),"
              + " [pictures by their address](security.md#pictures-by-their-address)"),
      new Section("clipcoder.requests", "Requests", "[Slow clients](security.md#slow-clients)"),
      new Section("clipcoder.batching", "Batches", "[Batching](architecture.md#batching)"),
      new Section("clipcoder.label-sets", "Label sets", "[Label sets](label-sets.md)"),
      new Section(
          "clipcoder.banks", "Label sets in memory", "[Sizing](sizing.md#memory-of-a-replica)"),
      new Section("clipcoder.support-sets", "Support sets", "[Few-shot](fewshot.md)"),
      new Section("clipcoder.textgen", "Generated texts", "[Generated texts](textgen.md)"),
      new Section("clipcoder.text-cache", "Remembered texts", ""),
      new Section("clipcoder.image-cache", "Remembered pictures", ""),
      new Section("clipcoder.jobs", "Jobs", "[Label sets](label-sets.md#how-a-set-lives)"),
      new Section("clipcoder.drop-ins", "Clients of other services", "[Clients](clients.md)"),
      new Section("clipcoder.metrics", "Metrics", "[Metrics](metrics.md)"),
      new Section("clipcoder.shutdown", "Shutdown", "[Shutdown](operations.md#shutdown)"));

  @Test
  void page_hasEverySettingAsTheCodeDescribesIt() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    String tables = tables();
    if (Boolean.getBoolean("configuration.write")) {
      Files.writeString(PAGE, page.substring(0, from) + tables + page.substring(to));
    } else {
      assertThat(page.substring(from, to))
          .as("docs/configuration.md; write it anew with -Dconfiguration.write=true")
          .isEqualTo(tables);
    }
  }

  @Test
  void everySetting_isDescribed_andOnceOnly() throws IOException {
    for (JsonNode property : metadata()) {
      String name = property.path("name").asString();
      String description = property.path("description").asString("");
      assertThat(description).as(name).hasSizeGreaterThan(8).doesNotEndWith(".");
      assertThat(properties().get(name)).as(name).isEqualTo(meaning(property));
    }
  }

  /** As the annotation processor has written it; tests have settings of their own, in another file. */
  private static JsonNode metadata() throws IOException {
    URL classes =
        ClipcoderApplication.class.getProtectionDomain().getCodeSource().getLocation();
    URI file = URI.create(classes + "META-INF/spring-configuration-metadata.json");
    return JsonMapper.shared().readTree(Path.of(file)).path("properties");
  }

  /** Meanings by name; a property of two records is described alike in both. */
  private static Map<String, String> properties() throws IOException {
    Map<String, String> meanings = new TreeMap<>();
    for (JsonNode property : metadata()) {
      meanings.put(property.path("name").asString(), meaning(property));
    }
    return meanings;
  }

  private static String tables() throws IOException {
    Map<Section, TreeMap<String, JsonNode>> sections = metadata()
        .valueStream()
        .collect(Collectors.groupingBy(
            property -> section(property.path("name").asString()),
            Collectors.toMap(
                property -> property.path("name").asString(),
                property -> property,
                (one, same) -> one,
                TreeMap::new)));
    StringBuilder tables = new StringBuilder();
    for (Section section : SECTIONS) {
      tables.append("\n## ").append(section.title()).append("\n\n");
      if (!section.more().isEmpty()) {
        tables.append("More: ").append(section.more()).append(".\n\n");
      }
      tables.append("| property, variable | type | default | meaning |\n|---|---|---|---|\n");
      sections
          .getOrDefault(section, new TreeMap<>())
          .values()
          .forEach(property -> tables.append(row(property)));
    }
    return tables.append('\n').toString();
  }

  private static Section section(String name) {
    return SECTIONS.stream()
        .filter(section -> name.startsWith(section.prefix() + "."))
        .max(Comparator.comparingInt(section -> section.prefix().length()))
        .orElseThrow();
  }

  private static String row(JsonNode property) {
    String name = property.path("name").asString();
    return "| `%s`<br>`%s` | %s | %s | %s |\n"
        .formatted(
            name, variable(name, property), type(property), standard(property), meaning(property));
  }

  private static String variable(String name, JsonNode property) {
    String variable = name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    return property.path("type").asString().contains("KeySetting")
        ? variable + "_0_NAME"
        : variable;
  }

  private static String type(JsonNode property) {
    String type = property.path("type").asString();
    if (type.contains("KeySetting")) {
      return "list of keys";
    }
    if (type.contains("<")) {
      return "list";
    }
    return Optional.ofNullable(TYPES.get(type))
        .orElseThrow(() -> new AssertionError("What is the word for " + type + "?"));
  }

  private static String standard(JsonNode property) {
    JsonNode value = property.path("defaultValue");
    String text = value.isArray()
        ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
        : value.asString("");
    return text.isEmpty() ? "–" : "`" + text + "`";
  }

  /** Javadoc's code as Markdown's, without what would end a cell. */
  private static String meaning(JsonNode property) {
    String text = property.path("description").asString("");
    return text.replaceAll("\\{@code ([^}]*)}", "`$1`").replace("|", "\\|");
  }
}
