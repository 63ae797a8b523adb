package dev.clipcoder.api;

import static dev.clipcoder.api.Http.MULTIPART;
import static dev.clipcoder.api.Http.encode;
import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.api.Http.Form;
import dev.clipcoder.api.Http.Reply;
import dev.clipcoder.encoder.FixedEmbeddings;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ClassifyEndpointTest extends ServiceTest {

  private static final String BUNDLED_WARNING =
      "Pictograms only. For photographs set CLIPCODER_MODEL=hf://openai/clip-vit-base-patch32.";

  private static final String LABELS = "labels=cat&labels=dog";

  private static final String CAT = Base64.getEncoder().encodeToString(picture("cat"));

  private static void assertCat(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("label").asString()).isEqualTo("cat");
  }

  @Test
  void classify_multipart_answersInTheDocumentedShape() {
    Reply reply = http.post(
        "/classify",
        new Form()
            .file("image", picture("cat"))
            .field("labels", "cat")
            .field("labels", "dog")
            .build(),
        MULTIPART);

    assertCat(reply);
    JsonNode json = reply.json();
    assertThat(json.propertyNames())
        .containsExactlyInAnyOrder(
            "label",
            "accepted",
            "reason",
            "predictions",
            "method",
            "model",
            "calibrated",
            "warnings");
    assertThat(json.path("accepted").booleanValue()).isTrue();
    assertThat(json.path("reason").isNull()).isTrue();
    assertThat(json.path("method").asString()).isEqualTo("clip");
    assertThat(json.at("/model/id").asString()).isEqualTo("clipcoder/mini-pictograms");
    assertThat(json.at("/model/fingerprint").asString()).isEqualTo("9f2c5b1d");
    assertThat(json.path("calibrated").booleanValue()).isFalse();
    assertThat(json.path("warnings").valueStream().map(JsonNode::asString))
        .containsExactly(BUNDLED_WARNING);
    double cosine = FixedEmbeddings.of("cat").dot(FixedEmbeddings.of("dog"));
    assertThat(json.at("/predictions/0/score").doubleValue()).isCloseTo(1, within(1e-6));
    assertThat(json.at("/predictions/1/score").doubleValue()).isCloseTo(cosine, within(1e-6));
    assertThat(json.at("/predictions/1/label").asString()).isEqualTo("dog");
    double odds = Math.exp(10 * (cosine - 1));
    assertThat(json.at("/predictions/0/probability").doubleValue())
        .isCloseTo(1 / (1 + odds), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "image/jpeg", "application/octet-stream"})
  void classify_rawBody_isSniffed(String contentType) {
    assertCat(http.post("/classify?" + LABELS, picture("cat"), contentType));
  }

  @Test
  void classify_rawBodyWithoutContentType_isSniffed() {
    assertCat(http.post("/classify?" + LABELS, picture("cat"), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data:image/png;base64,", "DATA:;base64,"})
  void classify_jsonWithBase64OrDataUri_isRead(String prefix) {
    assertCat(http.postJson(
        "/classify", Http.json(Map.of("image", prefix + CAT, "labels", List.of("cat", "dog")))));
  }

  @Test
  void classify_base64WithLineBreaks_isRead() {
    String broken = CAT.substring(0, 4) + "\n" + CAT.substring(4);
    assertCat(http.postJson(
        "/classify", Http.json(Map.of("image", broken, "labels", List.of("cat", "dog")))));
  }

  @Test
  void classify_jsonWithOptionsInTheAddress_takesBoth() {
    Reply reply = http.postJson("/classify?topK=1&" + LABELS, Http.json(Map.of("image", CAT)));
    assertCat(reply);
    assertThat(reply.json().path("predictions").size()).isEqualTo(1);
  }

  @Test
  void classify_embeddingOfAnEarlierAnswer_givesTheSameWithoutThePicture() {
    Reply first = http.post("/classify?include=embedding&" + LABELS, picture("cat"), "image/png");
    JsonNode embedding = first.json().path("embedding");
    assertThat(embedding.size()).isEqualTo(FixedEmbeddings.DIMENSION);

    Reply second = http.postJson(
        "/classify", "{\"labels\":[\"cat\",\"dog\"],\"embedding\":" + embedding + "}");

    assertCat(second);
    assertThat(second.json().at("/predictions/0/score").doubleValue())
        .isCloseTo(first.json().at("/predictions/0/score").doubleValue(), within(1e-6));
  }

  @Test
  void classify_labelsWithCommasAndUnicode_comeBackAsTheyAre() {
    Reply reply = http.post(
        "/classify?labels=" + encode("fish, fried") + "&labels=" + encode("🐈 猫") + "&labels="
            + encode("Cafe\u0301"),
        picture("fried"),
        "image/png");
    assertThat(reply
            .json()
            .path("predictions")
            .valueStream()
            .map(prediction -> prediction.path("label").asString()))
        .containsExactlyInAnyOrder("fish, fried", "🐈 猫", "Café");
    assertThat(reply.json().path("label").asString()).isEqualTo("fish, fried");
  }

  @Test
  void classify_labelsAsJsonArrayParameter_areRead() {
    Reply reply =
        http.post("/classify?labels=" + encode("[\"a, b\", \"cat\"]"), picture("cat"), "image/png");
    assertCat(reply);
    assertThat(reply.json().path("predictions").size()).isEqualTo(2);
  }

  @Test
  void classify_oneLabelWithCommas_warnsThatItWasNotSplit() {
    Reply reply = http.post("/classify?labels=cat,dog", picture("cat"), "image/png");
    assertThat(reply.json().path("label").asString()).isEqualTo("cat,dog");
    assertThat(reply.json().path("warnings").get(1).asString())
        .contains("Labels are not split at commas");
  }

  @Test
  void classify_underscore_readsAsSpaceAndStaysInTheLabel() {
    Reply reply = http.post("/classify?labels=big_cat&labels=dog", picture("cat"), "image/png");
    assertThat(reply.json().path("label").asString()).isEqualTo("big_cat");
    assertThat(textEncoder.encoded()).contains("a photo of a big cat.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drawing: {label}", "drawing: {}"})
  void classify_template_makesTheText(String template) {
    String word = "zebra" + template.length();
    assertThat(http.post(
                "/classify?labels=" + word + "&labels=dog&template=" + encode(template),
                picture(word),
                "image/png")
            .json()
            .path("label")
            .asString())
        .isEqualTo(word);
    assertThat(textEncoder.encoded()).contains("drawing: " + word);
  }

  @Test
  void classify_topK_countsAndKeepsTheOrderOfTheRequestAmongEquals() {
    // All texts end in the same word, so all score the same.
    String labels = IntStream.range(0, 8)
        .mapToObj(i -> "labels=" + encode("n%d same".formatted(i)))
        .reduce((a, b) -> a + "&" + b)
        .orElseThrow();
    List<String> order = http.post("/classify?topK=3&" + labels, picture("cat"), "image/png")
        .json()
        .path("predictions")
        .valueStream()
        .map(prediction -> prediction.path("label").asString())
        .toList();
    assertThat(order).containsExactly("n0 same", "n1 same", "n2 same");
    assertThat(http.post("/classify?" + labels, picture("cat"), "image/png")
            .json()
            .path("predictions")
            .size())
        .isEqualTo(5);
  }

  @Test
  void classify_regions_answersOneResultEach() {
    Reply reply = http.post(
        "/classify?include=embedding&" + LABELS + "&regions="
            + encode("[[0.5,0,0.5,1],[0,0,0.5,1]]"),
        picture("cat|dog"),
        "image/png");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    JsonNode json = reply.json();
    assertThat(json.propertyNames())
        .containsExactlyInAnyOrder("results", "method", "model", "calibrated", "warnings");
    assertThat(json.at("/results/0/label").asString()).isEqualTo("dog");
    assertThat(json.at("/results/0/region").toString()).isEqualTo("[0.5,0.0,0.5,1.0]");
    assertThat(json.at("/results/1/label").asString()).isEqualTo("cat");
    assertThat(json.at("/results/1/embedding").size()).isEqualTo(FixedEmbeddings.DIMENSION);
  }

  @Test
  void classify_regionsInJson_areRead() {
    Reply reply = http.postJson(
        "/classify",
        "{\"image\":\"%s\",\"labels\":[\"cat\",\"dog\"],\"regions\":[[0,0,1,1]]}"
            .formatted(Base64.getEncoder().encodeToString(picture("cat|dog"))));
    assertThat(reply.json().path("results").size()).as(reply.text()).isEqualTo(1);
  }

  @Test
  void classify_textOverTheContext_isCutAndNamed() {
    String label = "very ".repeat(30) + "cat";
    Reply reply =
        http.post("/classify?labels=" + encode(label) + "&labels=dog", picture("cat"), "image/png");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("warnings").get(1).asString())
        .contains("'" + label + "'")
        .contains("the model reads the first 20");
  }

  @Test
  void classify_answer_hasRequestIdAndServerTiming() {
    Reply reply =
        http.post("/classify?" + LABELS, picture("cat"), "image/png", "X-Request-Id", "abc-123");
    assertThat(reply.header("X-Request-Id")).isEqualTo("abc-123");
    assertThat(reply.header("Server-Timing"))
        .matches("decode;dur=[0-9.]+, queue;dur=1.50, encode;dur=20.00, score;dur=[0-9.]+");
    Reply without = http.post(
        "/classify?" + LABELS, picture("cat"), "image/png", "X-Request-Id", "not \u00e4 sane id");
    assertThat(without.header("X-Request-Id")).matches("[0-9a-f-]{36}");
  }

  @Test
  void classify_sameNewLabelsAtOnce_areEncodedOnce() {
    textEncoder.hold();
    imageEncoder.hold();
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++) {
        byte[] file = picture("heron" + "\0".repeat(i));
        replies.add(CompletableFuture.supplyAsync(
            () -> http.post("/classify?labels=heron&labels=egret", file, "image/png"), clients));
      }
      Awaitility.await().until(() -> admission.admitted() == 10 + 2);
      textEncoder.release();
      imageEncoder.release();
      replies.forEach(
          reply -> assertThat(reply.join().json().path("label").asString()).isEqualTo("heron"));
    }
    assertThat(textEncoder.encoded())
        .containsExactlyInAnyOrder("a photo of a heron.", "a photo of a egret.");
  }
}
