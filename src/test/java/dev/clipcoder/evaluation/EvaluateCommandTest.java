package dev.clipcoder.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.testing.Fixtures;
import dev.clipcoder.testing.LocalHub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as it is shipped, on the bundled model and on a small real checkpoint. */
class EvaluateCommandTest {

  private static final Path SAMPLES = Path.of("docs/samples");
  private static final String TINY = "--clipcoder.model=" + Fixtures.checkpoint("quick-gelu-f32");

  @TempDir
  Path folder;

  private record Run(int code, String output, String errors) {
    JsonNode json() {
      return JsonMapper.shared().readTree(output);
    }
  }

  private static Run run(String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code = EvaluateCommand.run(
        List.of(arguments),
        new PrintStream(output, true, StandardCharsets.UTF_8),
        new PrintStream(errors, true, StandardCharsets.UTF_8));
    return new Run(
        code, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
  }

  private String labelSet(String json) throws IOException {
    return Files.writeString(folder.resolve("set.json"), json).toString();
  }

  private Path data(String label, Path picture) throws IOException {
    Path target = folder.resolve("data").resolve(label).resolve(picture.getFileName());
    Files.createDirectories(target.getParent());
    Files.copy(picture, target);
    return folder.resolve("data");
  }

  @Test
  void evaluate_samples_isMostlyRight_andTheSameEveryTime() throws IOException {
    Path dataDir = folder.resolve("state");
    Path json = folder.resolve("report.json");
    String[] arguments = {
      "--data",
      SAMPLES.toString(),
      "--label-set",
      SAMPLES.resolve("label-set.json").toString(),
      "--skip-unknown",
      "--json",
      json.toString(),
      "--clipcoder.data-dir=" + dataDir
    };

    Run first = run(arguments);
    String report = Files.readString(json);
    Run second = run(arguments);

    assertThat(first.errors()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(second.output()).isEqualTo(first.output());
    assertThat(Files.readString(json)).isEqualTo(report);
    assertThat(dataDir).doesNotExist();
    JsonNode parsed = JsonMapper.shared().readTree(report);
    assertThat(parsed.path("pictures").path("evaluated").asInt()).isEqualTo(40);
    assertThat(parsed.path("pictures").path("unknownFolders").size()).isEqualTo(180);
    assertThat(parsed.path("methods").values())
        .extracting(method -> method.path("method").asString())
        .containsExactly("clip", "coder", "coder+rerank");
    for (JsonNode method : parsed.path("methods")) {
      assertThat(method.path("top1").path("count").asInt()).isBetween(34, 40);
      assertThat(method.path("top1").path("of").asInt()).isEqualTo(40);
      assertThat(method.path("perClass").size()).isEqualTo(20);
    }
    assertThat(parsed.path("recommended").path("patch").has("rerank")).isTrue();
    assertThat(first.output())
        .contains("40 of 20 labels", "180 folders", "McNemar p", "Fitted on the 40 pictures");
  }

  private static JsonNode row(JsonNode shots, String method) {
    return shots
        .path("methods")
        .valueStream()
        .filter(row -> row.path("method").asString().equals(method))
        .findFirst()
        .orElseThrow();
  }

  private static double accuracy(JsonNode shots, String method) {
    return row(shots, method).path("figures").path("accuracy").path("mean").asDouble();
  }

  @Test
  void evaluate_fewShot_learnsWhatTheModelNeverSaw_andIsTheSameEveryTime() {
    String[] arguments = {
      "--data=docs/samples-few-shot/unseen",
      "--label-set=docs/samples-few-shot/unseen.json",
      "--shots=2,1",
      "--draws=3",
      "--json=-"
    };

    Run first = run(arguments);
    Run second = run(arguments);

    assertThat(first.code()).as(first.errors()).isZero();
    assertThat(second.output()).isEqualTo(first.output());
    JsonNode fewShot = first.json().path("fewShot");
    assertThat(fewShot.path("draws").asInt()).isEqualTo(3);
    JsonNode one = fewShot.path("shots").get(0);
    JsonNode two = fewShot.path("shots").get(1);
    assertThat(one.path("support").asInt()).isEqualTo(20);
    assertThat(two.path("support").asInt()).isEqualTo(40);
    assertThat(one.path("support").asInt() + one.path("test").asInt())
        .isEqualTo(first.json().path("pictures").path("evaluated").asInt());
    assertThat(one.path("methods").valueStream())
        .extracting(row -> row.path("method").asString())
        .containsExactly(
            "clip",
            "coder",
            "auto",
            "coder-adapter",
            "tip-adapter",
            "gda",
            "proker",
            "nearest-class-mean");
    assertThat(accuracy(one, "clip")).isLessThan(0.1);
    assertThat(accuracy(one, "auto")).isBetween(0.6, 0.8);
    assertThat(accuracy(two, "auto")).isGreaterThan(accuracy(one, "auto"));
    assertThat(row(one, "auto").path("fixed").asInt()).isEqualTo(3);
    assertThat(row(two, "proker").path("fixed").asInt()).isZero();
    assertThat(row(two, "proker").path("figures").path("gain").path("mean").asDouble())
        .isCloseTo(accuracy(two, "proker") - accuracy(two, "clip"), within(1e-9));
  }

  @Test
  void evaluate_fewShot_keepsWhatTheModelKnows() {
    Run run = run(
        "--data=docs/samples-few-shot/trained",
        "--label-set=docs/samples-few-shot/trained.json",
        "--shots=1",
        "--draws=2",
        "--seed=7",
        "--methods=auto,tip-adapter");

    assertThat(run.code()).as(run.errors()).isZero();
    assertThat(run.output())
        .contains(
            "means over 2 draws, seed 7", "1 of each class, 20 in all, learned from; 180 judged")
        .containsPattern("0     clip +9\\d\\.\\d %|0     clip +8[89]\\.\\d %")
        .containsPattern("1     auto +9\\d\\.\\d %|1     auto +8[89]\\.\\d %")
        .contains("fixed: proker")
        .doesNotContain("gda");
  }

  @Test
  void evaluate_tooFewPictures_endsBeforeAnythingIsEncoded() throws IOException {
    Path data = data("cat", Fixtures.RESOURCES.resolve("images/rgb.png"));
    data("dog", Fixtures.RESOURCES.resolve("images/bad/text.jpg"));

    Run run = run(
        "--data=" + data,
        "--label-set=" + labelSet("{\"classes\":[\"cat\",\"dog\"]}"),
        "--shots=1,4",
        TINY);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors())
        .isEqualToIgnoringNewLines("evaluate: --shots 4 needs 5 pictures of every class, one of"
            + " them to be judged; there are fewer of 'cat' (1), 'dog' (1). Add pictures, or take the"
            + " folders of these classes away.");
  }

  @Test
  void evaluate_namesOnly_hasNoRerank_andListsWhatItCannotRead() throws IOException {
    Path data = data("cat", Fixtures.RESOURCES.resolve("images/rgb.png"));
    data("dog", Fixtures.RESOURCES.resolve("images/bad/cut-50.png"));

    Run run = run(
        "--data=" + data,
        "--label-set",
        labelSet("{\"classes\":[\"cat\",\"dog\"]}"),
        "--json",
        "-",
        TINY);

    assertThat(run.code()).as(run.errors()).isZero();
    assertThat(run.json().path("methods").size()).isEqualTo(2);
    assertThat(run.json().path("model").path("id").asString()).isEqualTo("quick-gelu-f32");
    assertThat(run.json().path("pictures").path("evaluated").asInt()).isEqualTo(1);
    JsonNode unreadable = run.json().path("pictures").path("unreadable").get(0);
    assertThat(unreadable.path("path").asString()).isEqualTo("dog/cut-50.png");
    assertThat(unreadable.path("reason").asString()).isNotEmpty();
  }

  @Test
  void evaluate_withSeveralTexts_reportsEach() throws IOException {
    String more = Files.writeString(folder.resolve("more.json"), "{\"cat\":[\"whiskers\"]}")
        .toString();
    Run run = run(
        "--data=" + SAMPLES,
        "--label-set=" + SAMPLES.resolve("label-set.json"),
        "--skip-unknown",
        "--texts=names",
        "--texts=wordnet",
        "--texts=" + more,
        "--texts=own",
        "--answers=" + folder.resolve("answers.jsonl"),
        "--json=-");

    assertThat(run.code()).as(run.errors()).isZero();
    JsonNode reports = run.json();
    List<JsonNode> answers = Files.readAllLines(folder.resolve("answers.jsonl")).stream()
        .map(JsonMapper.shared()::readTree)
        .toList();
    assertThat(answers).hasSize(4 * 40);
    assertThat(answers.getFirst().at("/answers").propertyNames()).containsExactly("clip", "coder");
    assertThat(answers.getLast().at("/picture").asString()).matches("[a-z]+/[a-z]+\\.png");
    assertThat(reports.propertyNames()).containsExactly("names", "wordnet", more, "own");
    assertThat(reports.at("/names/labelSet/texts").asInt()).isEqualTo(20);
    assertThat(reports.at("/wordnet/labelSet/texts").asInt()).isBetween(180, 260);
    assertThat(reports.at("/wordnet/labelSet/pairs").asInt()).isBetween(15, 20);
    assertThat(reports.path(more).at("/labelSet/texts").asInt()).isEqualTo(21);
    assertThat(reports.at("/own/labelSet/texts").asInt()).isGreaterThan(180);
    for (String texts : List.of("names", "wordnet", "own")) {
      JsonNode coder = reports.path(texts).at("/methods/1");
      assertThat(coder.path("method").asString()).isEqualTo("coder");
      assertThat(coder.at("/top1/count").asInt()).as(texts).isBetween(34, 40);
      for (JsonNode method : reports.path(texts).path("methods")) {
        String answer = "/answers/" + method.path("method").asString();
        assertThat(answers)
            .filteredOn(line -> line.path("texts").asString().equals(texts))
            .filteredOn(line -> line.at(answer).equals(line.path("label")))
            .as(texts + answer)
            .hasSize(method.at("/top1/count").asInt());
      }
    }
  }

  @Test
  void evaluate_withTextsThatAreNowhere_saysSo() {
    Run run = run(
        "--data=" + SAMPLES,
        "--label-set=" + SAMPLES.resolve("label-set.json"),
        "--skip-unknown",
        "--texts=wordnets",
        TINY);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors()).contains("wordnets is no file");
  }

  @Test
  void evaluate_modelOfAHub_isDownloadedOnce() throws IOException {
    Path data = data("cat", Fixtures.RESOURCES.resolve("images/rgb.png"));
    Path dataDir = folder.resolve("state");
    try (LocalHub hub = new LocalHub("tiny/clip", Fixtures.checkpoint("quick-gelu-f32"))) {
      for (int i = 0; i < 2; i++) {
        Run run = run(
            "--data=" + data,
            "--label-set=" + labelSet("{\"classes\":[\"cat\",\"dog\"]}"),
            "--json=-",
            "--clipcoder.model=hf://tiny/clip",
            "--clipcoder.hub.url=" + hub.url(),
            "--clipcoder.data-dir=" + dataDir);
        assertThat(run.code()).as(run.errors()).isZero();
        assertThat(run.json().path("model").path("id").asString()).isEqualTo("tiny/clip");
      }
      assertThat(hub.requests()).filteredOn(LocalHub.Request::toCdn).hasSize(1);
    }
    assertThat(dataDir).isDirectoryNotContaining(path -> !path.endsWith("hub"));
  }

  @Test
  void evaluate_descriptorFile_withATemplate() throws IOException {
    Path data = data("cat", Fixtures.RESOURCES.resolve("images/rgb.png"));

    Run run = run(
        "--data",
        data.toString(),
        "--label-set",
        labelSet("{\"cat\":[\"a furry animal\"],\"dog\":[\"an animal\"]}"),
        "--template",
        "{text}",
        "--json",
        "-",
        TINY);

    assertThat(run.code()).as(run.errors()).isZero();
    assertThat(run.json().path("labelSet").path("texts").asInt()).isEqualTo(4);
  }

  @Test
  void evaluate_nothingReadable_endsWithOneSentence() throws IOException {
    Path data = data("cat", Fixtures.RESOURCES.resolve("images/bad/text.jpg"));

    Run run = run(
        "--data",
        data.toString(),
        "--label-set",
        labelSet("{\"classes\":[\"cat\",\"dog\"]}"),
        TINY);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors()).startsWith("evaluate: None of the 1 pictures of labels can be read");
    assertThat(run.errors().lines()).hasSize(1);
    assertThat(run.output()).isEmpty();
  }

  @Test
  void evaluate_badLabelSet_endsWithOneSentence() throws IOException {
    String data = SAMPLES.toString();

    Run noJson = run("--data", data, "--label-set", labelSet("{\"classes\":"), TINY);
    Run impossible =
        run("--data", data, "--label-set", labelSet("{\"classes\":[\"a\",\"a\"]}"), TINY);
    Run missing = run("--data", data, "--label-set", folder.resolve("no.json").toString());

    assertThat(List.of(noJson, impossible, missing)).allMatch(run -> run.code() == 1);
    assertThat(noJson.errors()).contains("is no JSON", "line 1").hasLineCount(1);
    assertThat(impossible.errors()).contains("classes").hasLineCount(1);
    assertThat(missing.errors()).contains("is no file").hasLineCount(1);
  }

  @Test
  void evaluate_badModel_endsWithASentence() throws IOException {
    Run run = run(
        "--data",
        SAMPLES.toString(),
        "--label-set",
        labelSet("{\"classes\":[\"cat\",\"dog\"]}"),
        "--clipcoder.model=" + folder);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors())
        .startsWith("evaluate: The model or a setting cannot be used")
        .contains(folder.toString())
        .hasLineCount(1);
  }

  @Test
  void wrongArguments_showTheUsage() {
    assertThat(run().errors()).contains("--data is missing", "Usage:");
    assertThat(run("--dat", "x").errors()).contains("Unknown argument '--dat'");
    assertThat(run("--data").errors()).contains("--data needs a value");
    assertThat(run("--data", "x", "--data", "y").errors()).contains("given twice");
    assertThat(run("--dat", "x").code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          --shots=0,1            | --shots has 0. Without examples there are the rows clip and coder
          --shots=1,-2           | --shots has '-2'; it must be a whole number from 1 to 10000.
          --shots=1,             | --shots has ''; it must be a whole number from 1 to 10000.
          --shots=1 --draws=1    | --draws has '1'; it must be a whole number from 2 to 1000.
          --shots=1 --seed=x     | --seed has 'x'; it must be a whole number from 0 to 2147483647.
          --shots=1 --methods=ada | There is no few-shot method 'ada'. There are auto, coder-adapter,
          --draws=5              | --draws needs --shots, the numbers of examples per class
          --methods=auto         | --methods needs --shots
          """)
  void wrongFewShotArguments_areNamed(String arguments, String sentence) {
    Run run =
        run(Stream.concat(Stream.of("--data=x", "--label-set=y"), Stream.of(arguments.split(" ")))
            .toArray(String[]::new));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).startsWith("evaluate: " + sentence);
  }

  @Test
  void help_showsTheUsage() {
    assertThat(run("--help").output()).startsWith("Usage:").contains("--shots <k,…>");
  }
}
