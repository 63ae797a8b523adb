package dev.clipcoder.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart, rendered by Helm itself. */
final class Chart {

  static final Path FOLDER = Path.of("helm", "clipcoder");

  private static final Path SCENARIOS = FOLDER.resolve("ci");

  /** The oldest that Chart.yaml allows: Helm's library stands for an older one. */
  private static final String KUBERNETES = "v1.27.0";

  private static final ObjectMapper YAML = new YAMLMapper();

  private Chart() {}

  /** All values files that must render. */
  static List<Path> scenarios() {
    return files(SCENARIOS);
  }

  static Path scenario(String name) {
    return SCENARIOS.resolve(name + "-values.yaml");
  }

  static Manifests render(String scenario) {
    return render("clipcoder", scenario(scenario), Map.of());
  }

  static Manifests render(String release, Path values, Map<String, String> changes) {
    TemplateCommand command = new Helm(FOLDER)
        .template()
        .withName(release)
        .withNamespace("vision")
        .withKubeVersion(KUBERNETES)
        .withValuesFile(values);
    changes.forEach(command::set);
    return Manifests.parse(command.call());
  }

  static String appVersion() {
    return yaml(FOLDER.resolve("Chart.yaml")).path("appVersion").asText();
  }

  static JsonNode yaml(Path file) {
    try {
      return YAML.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
