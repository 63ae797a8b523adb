package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.ClipcoderApplication;
import dev.clipcoder.testing.Fixtures;
import dev.clipcoder.testing.NpyFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** CODER vectors on a small real checkpoint, against cosines in double of /embed's vectors. */
class CoderEndpointTest {

  /** More texts than the checkpoint has dimensions. */
  private static final int ATTRIBUTES = 100;

  @TempDir
  static Path dataDir;

  private static ConfigurableApplicationContext service;
  private static Http http;
  private static List<byte[]> pictures;

  @BeforeAll
  static void start() throws IOException {
    Path checkpoint = Fixtures.checkpoint("quick-gelu-f32");
    pictures = new ArrayList<>();
    for (JsonNode name : Fixtures.json(checkpoint.resolve("expected.json")).path("images")) {
      pictures.add(Files.readAllBytes(Fixtures.checkpoint("images").resolve(name.asString())));
    }
    service = new SpringApplicationBuilder(ClipcoderApplication.class)
        .run(
            "--server.port=0",
            "--clipcoder.model=" + checkpoint,
            "--clipcoder.data-dir=" + dataDir);
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    http = new Http(URI.create("http://127.0.0.1:" + port));
    register("pets", """
        {"classes":[
          {"label":"cat","texts":{"attribute":["whiskers","fur"],"analogous":["tiger"],"synonym":["kitten"]}},
          {"label":"red_dog","texts":{"attribute":["a tail"]}},
          {"label":"noise"}],
         "oneToOne":[
          {"label":"cat","other":"red_dog","texts":["its whiskers","its purr"]},
          {"label":"red_dog","other":"cat","texts":["its bark"]},
          {"label":"cat","other":"noise","texts":["its shape"]}]}""");
    String attributes = IntStream.range(0, ATTRIBUTES)
        .mapToObj("\"part number %d\""::formatted)
        .collect(Collectors.joining(","));
    register("large", """
        {"classes":[{"label":"thing","texts":{"attribute":[%s]}},"cat","dog"]}""".formatted(attributes));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void register(String id, String definition) {
    byte[] body = definition.getBytes(StandardCharsets.UTF_8);
    Http.Reply reply = http.send("PUT", "/label-sets/" + id, body, "application/json");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
  }

  private static Http.Reply post(byte[] picture, String query) {
    return http.post("/coder?" + query, picture, "image/png");
  }

  private static JsonNode answer(byte[] picture, String query) {
    Http.Reply reply = post(picture, query);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static double[] vector(JsonNode numbers) {
    return numbers.valueStream().mapToDouble(JsonNode::asDouble).toArray();
  }

  private static double[] embedding(byte[] picture) {
    return vector(http.post("/embed", picture, "image/png").json().at("/embeddings/0"));
  }

  /** The picture's cosines with the texts, by /embed alone. */
  private static double[] cosines(double[] image, List<String> texts) {
    JsonNode rows =
        http.postJson("/embed", Http.json(Map.of("texts", texts))).json().path("embeddings");
    return rows.valueStream().mapToDouble(row -> dot(vector(row), image)).toArray();
  }

  private static List<String> texts(String id) {
    return http.get("/label-sets/" + id + "/texts?limit=1000")
        .json()
        .path("items")
        .valueStream()
        .map(item -> item.path("text").asString())
        .toList();
  }

  private static double dot(double[] one, double[] other) {
    return IntStream.range(0, one.length).mapToDouble(i -> one[i] * other[i]).sum();
  }

  private static double cosine(double[] one, double[] other) {
    return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
  }

  @Test
  void full_isTheCosineWithEveryText() {
    Http.Reply reply = post(pictures.getFirst(), "labelSet=pets");
    JsonNode answer = reply.json();

    List<String> texts = texts("pets");
    assertThat(texts)
        .containsExactly(
            "a photo of a cat.",
            "cat which has whiskers",
            "cat which has fur",
            "a cat similar to tiger.",
            "a photo of a kitten.",
            "a photo of a red dog.",
            "red dog which has a tail",
            "a photo of a noise.");
    assertThat(vector(answer.path("vector")))
        .containsExactly(cosines(embedding(pictures.getFirst()), texts), within(1e-5));
    assertThat(answer.path("dimensions").asInt()).isEqualTo(8);
    assertThat(answer.at("/labelSet/id").asString()).isEqualTo("pets");
    assertThat(answer.at("/labelSet/version").asInt()).isEqualTo(1);
    assertThat(answer.at("/model/id").asString()).isEqualTo("quick-gelu-f32");
    assertThat(answer.has("textIds")).isFalse();
    assertThat(answer.path("bankSha256").asString())
        .matches("[0-9a-f]{64}")
        .isEqualTo(reply.header("X-Bank-Sha256"));
    assertThat(reply.header("Server-Timing")).contains("decode;dur=", "encode;dur=");
  }

  @Test
  void kinds_areDimensionsOfTheFullVector() {
    JsonNode full = answer(pictures.getFirst(), "labelSet=pets");
    JsonNode some = answer(pictures.getFirst(), "labelSet=pets@1&kinds=synonym&kinds=attribute");

    assertThat(some.path("textIds").toString()).isEqualTo("[1,2,4,6]");
    double[] expected = IntStream.of(1, 2, 4, 6)
        .mapToDouble(i -> full.path("vector").get(i).asDouble())
        .toArray();
    assertThat(vector(some.path("vector"))).containsExactly(expected);
    assertThat(some.path("bankSha256")).isNotEqualTo(full.path("bankSha256"));
  }

  @Test
  void pair_isTheCosineWithTheTextsOfBothDirections() {
    JsonNode answer = answer(pictures.getFirst(), "labelSet=pets&pair=cat&pair=red%20dog");

    List<String> texts = List.of(
        "Because of its whiskers, cat is different from red dog.",
        "Because of its purr, cat is different from red dog.",
        "Because of its bark, red dog is different from cat.");
    assertThat(vector(answer.path("vector")))
        .containsExactly(cosines(embedding(pictures.getFirst()), texts), within(1e-5));
    assertThat(answer.at("/texts/1/text").asString()).isEqualTo(texts.get(1));
    assertThat(answer.at("/texts/1/label").asString()).isEqualTo("cat");
    assertThat(answer.at("/texts/2/label").asString()).isEqualTo("red_dog");
    JsonNode reverse = answer(pictures.getFirst(), "labelSet=pets&pair=red_dog&pair=cat");
    assertThat(reverse.at("/vector/0")).isEqualTo(answer.at("/vector/2"));
    assertThat(reverse.path("bankSha256")).isNotEqualTo(answer.path("bankSha256"));
  }

  @ParameterizedTest
  @CsvSource({
    "labelSet=large, true",
    "labelSet=large&kinds=attribute, true",
    "labelSet=large&kinds=name, false",
    "labelSet=pets, false",
    "labelSet=pets&pair=cat&pair=red_dog, false"
  })
  void compact_hasTheCosinesOfTheFullVectors(String query, boolean smaller) {
    int dimension = embedding(pictures.getFirst()).length;
    for (byte[] other : pictures) {
      JsonNode full = answer(pictures.getFirst(), query);
      JsonNode compact = answer(pictures.getFirst(), query + "&form=compact");
      double[] one = vector(compact.path("vector"));
      assertThat(one)
          .hasSizeLessThanOrEqualTo(dimension)
          .hasSize(compact.path("dimensions").asInt());
      assertThat(one.length < full.path("dimensions").asInt()).isEqualTo(smaller);
      assertThat(compact.has("textIds") || compact.has("texts")).isFalse();
      assertThat(compact.path("bankSha256")).isNotEqualTo(full.path("bankSha256"));
      double[] two = vector(answer(other, query + "&form=compact").path("vector"));
      assertThat(cosine(one, two))
          .isCloseTo(
              cosine(vector(full.path("vector")), vector(answer(other, query).path("vector"))),
              within(1e-5));
    }
  }

  @Test
  void compact_isComputedOnceForABankAndSelection() {
    register("once", "{\"classes\":[\"a\",\"b\"]}");
    double before = spaces();
    for (byte[] picture : pictures) {
      answer(picture, "labelSet=once&form=compact");
      answer(picture, "labelSet=once@1&form=compact");
    }
    assertThat(spaces()).isEqualTo(before + 1);
    answer(pictures.getFirst(), "labelSet=once&form=compact&kinds=name");
    assertThat(spaces()).isEqualTo(before + 2);
  }

  private static double spaces() {
    return http.get("/actuator/prometheus")
        .text()
        .lines()
        .filter(line -> line.startsWith("clipcoder_spaces_load_seconds_count"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void normalize_givesUnitLengthAndTheSameBank() {
    JsonNode plain = answer(pictures.getFirst(), "labelSet=pets");
    JsonNode unit = answer(pictures.getFirst(), "labelSet=pets&normalize=true");

    double[] v = vector(plain.path("vector"));
    double norm = Math.sqrt(dot(v, v));
    assertThat(norm).isNotCloseTo(1, within(1e-3));
    assertThat(vector(unit.path("vector")))
        .containsExactly(Arrays.stream(v).map(x -> x / norm).toArray(), within(1e-6));
    assertThat(unit.path("bankSha256")).isEqualTo(plain.path("bankSha256"));
  }

  @Test
  void npy_hasARowForThePictureOrForEachRegion() throws IOException {
    JsonNode json = answer(pictures.getFirst(), "labelSet=pets&regions=[[0,0,1,1],[0,0,0.5,1]]");
    assertThat(json.at("/results/1/region").toString()).isEqualTo("[0.0,0.0,0.5,1.0]");
    assertThat(json.at("/results/0/vector")).isNotEqualTo(json.at("/results/1/vector"));

    float[][] rows = npy("labelSet=pets&regions=[[0,0,1,1],[0,0,0.5,1]]");
    assertThat(rows.length).isEqualTo(2);
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < 8; i++) {
        assertThat((double) rows[row][i])
            .isCloseTo(json.at("/results/%d/vector/%d".formatted(row, i)).asDouble(), within(1e-6));
      }
    }
    assertThat(npy("labelSet=pets&form=compact").length).isEqualTo(1);
  }

  private static float[][] npy(String query) throws IOException {
    Http.Reply reply = http.post(
        "/coder?" + query, pictures.getFirst(), "image/png", "Accept", "application/x-npy");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("X-Bank-Sha256")).hasSize(64);
    Path file = Files.createTempFile(dataDir, "vectors", ".npy");
    Files.write(file, reply.response().body());
    return NpyFile.read(file).floatRows();
  }

  @Test
  void everyFormOfAPicture_givesTheSameVector() {
    byte[] picture = pictures.getFirst();
    String expected = answer(picture, "labelSet=pets&kinds=name").path("vector").toString();
    byte[] form = new Http.Form()
        .file("image", picture)
        .field("labelSet", "pets")
        .field("kinds", "name")
        .build();
    String base64 = Base64.getEncoder().encodeToString(picture);
    List<Http.Reply> replies = List.of(
        http.post("/coder", form, Http.MULTIPART),
        http.postJson(
            "/coder",
            Http.json(Map.of("image", base64, "labelSet", "pets", "kinds", List.of("name")))),
        http.post("/coder?labelSet=pets&kinds=name", picture, null));
    for (Http.Reply reply : replies) {
      assertThat(reply.json().path("vector").toString()).as(reply.text()).isEqualTo(expected);
    }
    JsonNode known = http.postJson(
            "/coder?labelSet=pets&kinds=name", Http.json(Map.of("embedding", embedding(picture))))
        .json();
    assertThat(known.path("vector").size()).as(known.toString()).isEqualTo(3);
    assertThat(known.at("/vector/0").asDouble())
        .isCloseTo(cosines(embedding(picture), texts("pets").subList(0, 1))[0], within(1e-5));
  }

  @Test
  void bank_isThatOfItsTexts_whateverTheVersionSaysBeside() {
    register("twin", "{\"classes\":[\"cat\",\"dog\"]}");
    String hash =
        answer(pictures.getFirst(), "labelSet=twin").path("bankSha256").asString();
    http.send(
        "PUT",
        "/label-sets/twin",
        bytes("{\"classes\":[\"cat\",\"dog\"],\"decision\":{\"threshold\":0.5}}"),
        "application/json");
    JsonNode decided = answer(pictures.getFirst(), "labelSet=twin@2");
    assertThat(decided.path("bankSha256").asString()).isEqualTo(hash);
    http.send(
        "PUT", "/label-sets/twin", bytes("{\"classes\":[\"dog\",\"cat\"]}"), "application/json");
    JsonNode turned = answer(pictures.getFirst(), "labelSet=twin@3");
    assertThat(turned.path("bankSha256").asString()).isNotEqualTo(hash);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "kinds=name; 400; 'labelSet' is missing",
        "labelSet=pet; 404; No label set 'pet'. Did you mean 'pets'?",
        "labelSet=pets@9; 404; No version 9 of label set 'pets'",
        "labelSet=pets&pair=cat; 400; 'pair' needs exactly two labels, such as pair=cat&pair=dog; it has 1.",
        "labelSet=pets&pair=cat&pair=cat; 422; 'pair' names one label twice.",
        "labelSet=pets&pair=cat&pair=red_dig; 422; Label set 'pets' has no label 'red_dig'. Did you mean 'red_dog'?",
        "labelSet=pets&pair=cat&pair=noise; 422; no one-to-one texts on how 'noise' differs from 'cat'. Add them to its 'oneToOne'",
        "labelSet=pets&pair=cat&pair=red_dog&kinds=name; 400; Both 'kinds' and 'pair' are given",
        "labelSet=pets&kinds=atribute; 400; Unknown kind 'atribute'; there are name, attribute, analogous and synonym. Did you mean 'attribute'?",
        "labelSet=pets&kinds=oneToOne; 400; Write pair=cat&pair=dog",
        "labelSet=large&kinds=synonym; 422; Label set 'large' has no texts of these kinds; it has attribute, name.",
        "labelSet=pets&form=compct; 400; Unknown form 'compct'; there are full and compact. Did you mean 'compact'?",
        "labelSet=pets&topK=1; 400; Unknown parameter 'topK'."
      })
  void wrongRequest_getsASentence(String query, int status, String sentence) {
    Http.Reply reply = post(pictures.getFirst(), query);
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.detail()).contains(sentence);
  }
}
