package dev.clipcoder.api;

import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.api.Http.Form;
import dev.clipcoder.api.Http.Reply;
import dev.clipcoder.encoder.Urgency;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Pictures that come again are not decoded and encoded again, in whatever form and to whatever endpoint they come. */
class ImageCacheTest extends ServiceTest {

  private static final String CLASSIFY = "/classify?labels=cat&labels=dog";

  private static final String NOTHING = "decode;dur=0.00, queue;dur=0.00, encode;dur=0.00, score;";

  @Autowired
  private MeterRegistry meters;

  private Reply classify(String word) {
    return http.post(CLASSIFY, picture(word), "image/png");
  }

  private CompletableFuture<Reply> classifyAside(String word) {
    return CompletableFuture.supplyAsync(() -> classify(word));
  }

  private static void assertMiss(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.header("X-Cache")).isEqualTo("miss");
    assertThat(reply.header("Server-Timing")).contains("encode;dur=20.00");
  }

  private static void assertHit(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.header("X-Cache")).isEqualTo("hit");
    assertThat(reply.header("Server-Timing")).startsWith(NOTHING);
  }

  private void putLabelSet(String id) {
    assertThat(http.send(
                "PUT",
                "/label-sets/" + id,
                "{\"classes\":[\"cat\",\"dog\"]}".getBytes(StandardCharsets.UTF_8),
                "application/json")
            .status())
        .isEqualTo(201);
  }

  @Test
  void classify_again_isAHitWithTheSameAnswer() {
    Reply first = classify("cat");
    assertMiss(first);
    Reply second = classify("cat");
    assertHit(second);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(imageEncoder.encoded()).containsExactly("cat");
  }

  @Test
  void classify_inAnotherForm_isAHitToo() {
    assertMiss(classify("cat"));
    assertHit(
        http.post(CLASSIFY, new Form().file("image", picture("cat")).build(), Http.MULTIPART));
    assertHit(http.postJson(
        CLASSIFY,
        "{\"image\":\"%s\"}".formatted(Base64.getEncoder().encodeToString(picture("cat")))));
  }

  @Test
  void everyEndpoint_tells() {
    String id = "s" + UUID.randomUUID();
    putLabelSet(id);
    assertMiss(http.post("/coder?labelSet=" + id, picture("cat"), "image/png"));
    assertHit(http.post("/coder?labelSet=" + id, picture("cat"), "image/png"));
    assertHit(http.post("/classify?labelSet=" + id, picture("cat"), "image/png"));
    assertHit(http.post("/embed", picture("cat"), "image/png"));
    assertHit(
        http.post("/embed", picture("cat"), "image/png", "Accept", NpyConverter.MEDIA_TYPE_VALUE));
  }

  @Test
  void embed_isAHitOnlyIfAllAre() {
    byte[] both =
        new Form().file("image", picture("cat")).file("image", picture("dog")).build();
    assertMiss(http.post("/embed", picture("cat"), "image/png"));
    assertMiss(http.post("/embed", both, Http.MULTIPART));
    assertHit(http.post("/embed", both, Http.MULTIPART));
    assertThat(imageEncoder.encoded()).containsExactly("cat", "dog");
  }

  @Test
  void regions_areKnownOneByOne() {
    String left = "&regions=[[0,0,0.5,1]]";
    String both = "&regions=[[0,0,0.5,1],[0.5,0,0.5,1]]";
    assertMiss(http.post(CLASSIFY + left, picture("cat|dog"), "image/png"));
    assertMiss(http.post(CLASSIFY + both, picture("cat|dog"), "image/png"));
    Reply hit = http.post(CLASSIFY + both, picture("cat|dog"), "image/png");
    assertHit(hit);
    assertThat(hit.json().at("/results/0/label").stringValue()).isEqualTo("cat");
    assertThat(hit.json().at("/results/1/label").stringValue()).isEqualTo("dog");
    assertThat(imageEncoder.encoded()).containsExactly("cat", "dog");
    assertMiss(http.post(CLASSIFY, picture("cat|dog"), "image/png"));
  }

  @Test
  void withoutAPicture_thereIsNoHeader() {
    Reply texts = http.postJson("/embed", "{\"texts\":[\"a cat\"]}");
    assertThat(texts.status()).isEqualTo(200);
    assertThat(texts.response().headers().map()).doesNotContainKey("x-cache");
    String embedding = http.post(CLASSIFY + "&include=embedding", picture("cat"), "image/png")
        .json()
        .path("embedding")
        .toString();
    Reply known = http.postJson(CLASSIFY, "{\"embedding\":" + embedding + "}");
    assertThat(known.status()).isEqualTo(200);
    assertThat(known.response().headers().map()).doesNotContainKey("x-cache");
  }

  @Test
  void queueIsFull_aHitIsAnsweredAndAMissIsNot() {
    assertMiss(classify("cat"));
    admission.room(0);
    assertHit(classify("cat"));
    assertThat(classify("dog").status()).isEqualTo(429);
    assertThat(http.post(CLASSIFY + "&regions=[[0,0,0.5,1]]", picture("cat"), "image/png")
            .status())
        .isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(strings = {"huge", "broken"})
  void refused_isRefusedAgain(String word) {
    int status = classify(word).status();
    assertThat(status).isIn(400, 413);
    assertThat(classify(word).status()).isEqualTo(status);
  }

  @Test
  void failure_isNotKept() {
    imageEncoder.failWith(new IllegalStateException("broken"));
    assertThat(classify("cat").status()).isEqualTo(500);
    imageEncoder.failWith(null);
    assertMiss(classify("cat"));
  }

  @Test
  void samePictureAtOnce_isEncodedOnce() {
    imageEncoder.hold();
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    double misses = gets("miss");
    for (int i = 0; i < 5; i++) {
      replies.add(classifyAside("cat"));
    }
    await().until(() -> gets("miss") == misses + 5 && imageEncoder.heldBack().size() == 1);
    assertThat(admission.admitted()).isEqualTo(1);
    imageEncoder.release();
    replies.forEach(reply -> assertMiss(reply.join()));
    assertThat(imageEncoder.encoded()).containsExactly("cat");
  }

  @Test
  void oneOfTwoHangsUp_theOtherIsAnswered() throws IOException {
    assertMiss(classify("dog"));
    imageEncoder.hold();
    CompletableFuture<Reply> other;
    double misses = gets("miss");
    double abandoned = meters.get("clipcoder.requests.abandoned").counter().count();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      byte[] cat = picture("cat");
      String head =
          "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n"
              .formatted(CLASSIFY, cat.length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(cat);
      socket.getOutputStream().flush();
      await().until(() -> imageEncoder.heldBack().size() == 1);
      other = classifyAside("cat");
      await().until(() -> gets("miss") == misses + 2);
    }
    await()
        .until(() -> meters.get("clipcoder.requests.abandoned").counter().count() == abandoned + 1);
    assertThat(imageEncoder.heldBack().getFirst()).isNotDone();
    imageEncoder.release();
    assertMiss(other.join());
    assertThat(imageEncoder.encoded()).containsExactly("dog", "cat");
  }

  @Test
  void firstOfTwoIsTooLate_theOtherIsAnswered() throws Exception {
    imageEncoder.hold();
    CompletableFuture<Reply> first = classifyAside("cat");
    await().until(() -> imageEncoder.heldBack().size() == 1);
    Thread.sleep(1500);
    CompletableFuture<Reply> second = classifyAside("cat");
    assertThat(first.join().status()).isEqualTo(504);
    imageEncoder.release();
    assertMiss(second.join());
    assertThat(imageEncoder.encoded()).containsExactly("cat");
  }

  @Test
  void batch_usesAndFillsTheMemory() {
    assertMiss(classify("cat"));
    byte[] form =
        new Form().file("image", picture("cat")).file("image", picture("dog")).build();
    Reply batch = http.post("/classify/batch?labels=cat&labels=dog", form, Http.MULTIPART);
    assertThat(batch.lines().stream().map(line -> line.at("/result/label").stringValue()))
        .containsExactly("cat", "dog");
    assertThat(imageEncoder.encoded()).containsExactly("cat", "dog");
    assertHit(classify("dog"));
  }

  @Test
  void batch_ofKnownPictures_needsNoTurn() {
    assertMiss(classify("cat"));
    admission.room(0);
    byte[] form = new Form().file("image", picture("cat")).build();
    Reply batch = http.post("/classify/batch?labels=cat&labels=dog", form, Http.MULTIPART);
    assertThat(batch.lines().getFirst().at("/result/label").stringValue()).isEqualTo("cat");
    assertThat(imageEncoder.urgencies()).containsExactly(Urgency.INTERACTIVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"embeddings", "originals"})
  void example_ofAPictureThatWasClassified_isNotEncodedAgain(String keep) {
    String path = "/support-sets/s" + UUID.randomUUID();
    http.send(
        "PUT",
        path,
        "{\"labels\":[\"cat\",\"dog\"],\"keep\":\"%s\"}"
            .formatted(keep)
            .getBytes(StandardCharsets.UTF_8),
        "application/json");
    assertMiss(classify("cat"));
    Form form = new Form()
        .field("label", "cat")
        .file("image", picture("cat"))
        .file("image", picture("dog"));
    Reply taught = http.post(path + "/examples", form.build(), Http.MULTIPART);
    assertThat(taught.status()).as(taught.text()).isEqualTo(201);
    assertThat(imageEncoder.encoded()).containsExactly("cat", "dog");
    Reply answer = http.post(
        "/few-shot/classify?supportSet=" + path.substring(path.lastIndexOf('/') + 1),
        picture("dog"),
        "image/png");
    assertHit(answer);
  }

  @Test
  void metrics_countHitsMissesAndBytes() {
    double hits = gets("hit");
    double misses = gets("miss");
    classify("cat");
    classify("cat");
    classify("cat");
    assertThat(gets("hit")).isEqualTo(hits + 2);
    assertThat(gets("miss")).isEqualTo(misses + 1);
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> assertThat(meters.get("clipcoder.images.remembered").gauge().value())
                .isBetween(64.0, 1000.0));
    assertThat(http.get("/actuator/prometheus").text())
        .contains("cache_evictions_total{cache=\"clipcoder.images\"")
        .contains("clipcoder_images_remembered_bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clipcoder.images",
        "clipcoder.texts",
        "clipcoder.banks",
        "clipcoder.spaces",
        "clipcoder.fewshot.heads",
        "clipcoder.fewshot.examples"
      })
  void everyCache_hasHitsMissesEvictionsAndBytes(String cache) {
    assertThat(http.get("/actuator/prometheus").text())
        .contains("cache_gets_total{cache=\"%s\",result=\"hit\"}".formatted(cache))
        .contains("cache_gets_total{cache=\"%s\",result=\"miss\"}".formatted(cache))
        .contains("cache_evictions_total{cache=\"%s\"}".formatted(cache))
        .contains("clipcoder_cache_bytes{cache=\"%s\"}".formatted(cache));
  }

  @Test
  void cacheBytes_growWithWhatIsKept() {
    double before = imageBytes();
    classify("a picture that nobody has sent yet");
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(imageBytes()).isGreaterThan(before));
  }

  private double imageBytes() {
    return meters
        .get("clipcoder.cache.bytes")
        .tag("cache", "clipcoder.images")
        .gauge()
        .value();
  }

  private double gets(String result) {
    return meters
        .get("cache.gets")
        .tag("cache", "clipcoder.images")
        .tag("result", result)
        .functionCounter()
        .count();
  }
}
