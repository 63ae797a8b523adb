package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * How far WordNet goes on the names of known data sets, with the service as it is shipped. The tables are written into
 * docs/textgen.md with {@code -Dtextgen.write=true}; all texts are in target/wordnet-texts.md.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class WordNetCoverageTest {

  private static final Path NAMES = Path.of("src", "test", "resources", "textgen");
  private static final Path PAGE = Path.of("docs", "textgen.md");

  /** A class with fewer texts beyond its name is described thinly. */
  private static final int ENOUGH = 5;

  private static final int SHOWN = 20;

  @TempDir
  static Path dataDir;

  @LocalServerPort
  int port;

  private Http http = new Http(URI.create("http://localhost"));

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    settings.add("clipcoder.data-dir", dataDir::toString);
  }

  @BeforeEach
  void connect() {
    http = new Http(URI.create("http://127.0.0.1:" + port));
  }

  /** One class with what was generated for it. */
  private record Described(String set, String name, String note, JsonNode texts) {

    List<String> of(String kind) {
      return texts.path(kind).valueStream().map(JsonNode::asString).toList();
    }

    boolean isEnough() {
      return of("attribute").size() + of("analogous").size() + of("synonym").size() >= ENOUGH;
    }

    String row() {
      return "| %s | %s | %s | %s | %s |"
          .formatted(
              name.replace('_', ' '),
              note,
              String.join("; ", of("attribute")),
              String.join("; ", of("analogous")),
              String.join("; ", of("synonym")));
    }
  }

  @Test
  void names_ofKnownSets_mostlyGetTexts() throws IOException {
    Map<String, Double> least = Map.of("pets", 0.6, "eurosat", 0.7, "food", 0.75, "nouns", 0.9);
    SequencedMap<String, String> shares = new TreeMap<>();
    List<Described> all = new ArrayList<>();
    for (String set : List.of("pets", "eurosat", "food", "nouns")) {
      List<Described> classes = describe(set);
      List<String> missing = classes.stream()
          .filter(one -> one.note().isEmpty())
          .map(one -> one.name().replace('_', ' '))
          .toList();
      long enough = classes.stream().filter(Described::isEnough).count();
      assertThat((double) enough / classes.size())
          .as("%s: %d of %d, not found: %s", set, enough, classes.size(), missing)
          .isGreaterThanOrEqualTo(least.getOrDefault(set, 1.0));
      shares.put(
          set,
          "| %s | %d of %d, %.0f %% | %s |"
              .formatted(
                  set,
                  enough,
                  classes.size(),
                  100.0 * enough / classes.size(),
                  missing.isEmpty() ? "–" : String.join(", ", missing)));
      all.addAll(classes);
    }
    Files.write(
        Files.createDirectories(Path.of("target")).resolve("wordnet-texts.md"),
        all.stream().map(Described::row).toList());
    if (Boolean.getBoolean("textgen.write")) {
      write(shares, all);
    }
  }

  private List<Described> describe(String set) throws IOException {
    List<String> names = Files.readAllLines(NAMES.resolve(set + ".txt"));
    String path = "/label-sets/" + set;
    assertThat(send("PUT", path, Http.json(Map.of("classes", names))).status()).isEqualTo(201);
    Http.Reply generated = send("POST", path + "/generate", "{\"source\":\"wordnet\"}");
    assertThat(generated.status()).as(generated.text()).isEqualTo(201);
    Map<String, String> notes = http.get(path + "/quality?limit=1000")
        .json()
        .at("/generation/notes")
        .valueStream()
        .filter(note -> note.path("found").asBoolean())
        .collect(Collectors.toMap(
            note -> note.path("label").asString(), note -> note.path("note").asString()));
    List<Described> classes = new ArrayList<>();
    for (JsonNode one : http.get(path).json().path("classes")) {
      String label = one.path("label").asString();
      classes.add(new Described(set, label, notes.getOrDefault(label, ""), one.path("texts")));
    }
    assertThat(classes).hasSize(names.size());
    return classes;
  }

  private Http.Reply send(String method, String path, String json) {
    return http.send(method, path, json.getBytes(StandardCharsets.UTF_8), "application/json");
  }

  private static void write(Map<String, String> shares, List<Described> all) throws IOException {
    List<Described> drawn = new ArrayList<>(all);
    Collections.shuffle(drawn, new Random(20));
    String page = Files.readString(PAGE);
    page = replace(
        page,
        "shares",
        "| names | with at least %d texts | no sense found |\n|---|---|---|\n".formatted(ENOUGH)
            + String.join("\n", shares.values()));
    page = replace(
        page,
        "drawn",
        "| name | taken for | attribute | analogous | synonym |\n|---|---|---|---|---|\n"
            + drawn.stream()
                .filter(one -> !one.note().isEmpty())
                .limit(SHOWN)
                .map(Described::row)
                .collect(Collectors.joining("\n")));
    Files.writeString(PAGE, page);
  }

  private static String replace(String page, String name, String table) {
    String begin = "<!-- %s -->".formatted(name);
    String end = "<!-- end of %s -->".formatted(name);
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf(end);
    assertThat(to).as(name).isGreaterThan(from);
    return page.substring(0, from) + "\n" + table + "\n" + page.substring(to);
  }
}
