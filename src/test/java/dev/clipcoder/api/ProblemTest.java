package dev.clipcoder.api;

import static dev.clipcoder.api.Http.MULTIPART;
import static dev.clipcoder.api.Http.encode;
import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.api.Http.Form;
import dev.clipcoder.api.Http.Reply;
import dev.clipcoder.encoder.CountingAdmission;
import dev.clipcoder.encoder.EncoderUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to ask wrongly: the status, the sentence, and that the next request is fine. */
class ProblemTest extends ServiceTest {

  private static final String LABELS = "labels=cat&labels=dog";
  private static final byte[] CAT = picture("cat");
  private static final String CAT_BASE64 = Base64.getEncoder().encodeToString(CAT);

  private static Arguments row(
      int status, String sentence, String what, Function<Http, Reply> request) {
    return Arguments.of(status, sentence, Named.of(what, request));
  }

  private static Arguments query(int status, String sentence, String query) {
    return row(
        status, sentence, "?" + query, http -> http.post("/classify?" + query, CAT, "image/png"));
  }

  private static Arguments json(int status, String sentence, String body) {
    String whole = body.replace("CAT", CAT_BASE64);
    return row(status, sentence, "JSON " + body, http -> http.postJson("/classify", whole));
  }

  private static Arguments embed(int status, String sentence, String body) {
    return row(status, sentence, "embed " + body, http -> http.postJson("/embed", body));
  }

  private static Arguments page(String sentence, String rest) {
    return row(400, sentence, "page " + rest, http -> http.get("/label-sets" + rest));
  }

  private static String vector(double first) {
    return "[" + first + ",0".repeat(15) + "]";
  }

  static Stream<Arguments> wrongRequests() {
    return Stream.of(
            wrongPictures(),
            wrongForms(),
            wrongOptions(),
            wrongJson(),
            wrongEmbeds(),
            wrongAddresses())
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> wrongPictures() {
    byte[] jpeg = {
      (byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1
    };
    return Stream.of(
        row(
            400,
            "The PNG is cut off.",
            "cut off",
            http -> http.post("/classify?" + LABELS, picture("broken"), "image/png")),
        row(
            415,
            "Not a picture of a kind that is read here.",
            "no picture",
            http -> http.post(
                "/classify?" + LABELS, "hello".getBytes(StandardCharsets.UTF_8), "image/png")),
        row(
            413,
            "too many pixels",
            "too many pixels",
            http -> http.post("/classify?" + LABELS, picture("huge"), "image/png")),
        row(
            400,
            "The body is empty.",
            "empty raw body",
            http -> http.post("/classify?" + LABELS, null, "image/png")),
        row(
            400,
            "The body is empty.",
            "no body and no type",
            http -> http.post("/classify?" + LABELS, null, null)),
        row(
            413,
            "a picture may have 102400 bytes",
            "raw too large",
            http -> http.post("/classify?" + LABELS, new byte[102_401], "image/png")),
        row(
            413,
            "a picture may have 102400 bytes",
            "part too large",
            http -> http.post(
                "/classify", new Form().file("image", new byte[102_401]).build(), MULTIPART)),
        row(
            413,
            "a request 409600",
            "multipart too large",
            http -> http.post(
                "/embed",
                new Form()
                    .file("image", new byte[102_400])
                    .file("image", new byte[102_400])
                    .file("image", new byte[102_400])
                    .file("image", new byte[102_400])
                    .build(),
                MULTIPART)),
        row(
            413,
            "a request 409600",
            "JSON too large",
            http -> http.post("/classify", new byte[5_000_000], "application/json")),
        row(
            415,
            "Body is a JPEG but Content-Type is application/x-www-form-urlencoded. Use `curl -F image=@cat.jpg`"
                + " or add `-H 'Content-Type: image/jpeg'`.",
            "curl --data-binary",
            http -> http.post("/classify?" + LABELS, jpeg, "application/x-www-form-urlencoded")),
        row(
            415,
            "Body looks like JSON",
            "curl -d of JSON",
            http -> http.post(
                "/classify",
                "{\"labels\":1}".getBytes(StandardCharsets.UTF_8),
                "application/x-www-form-urlencoded")));
  }

  private static Stream<Arguments> wrongForms() {
    return Stream.of(
        row(
            415,
            "A body of type text/plain is not read here. Send a picture as multipart part 'image'",
            "text",
            http -> http.post("/classify?" + LABELS, CAT, "text/plain")),
        row(
            415,
            "The Content-Type 'nonsense' is not one.",
            "no media type",
            http -> http.post("/classify?" + LABELS, CAT, "nonsense")),
        row(
            400,
            "No part 'image'; found 'file'. Rename it.",
            "part file",
            http -> http.post(
                "/classify", new Form().file("file", CAT).field("labels", "a").build(), MULTIPART)),
        row(
            400,
            "Unknown part 'mask' beside 'image'.",
            "a part too many",
            http -> http.post(
                "/classify", new Form().file("image", CAT).file("mask", CAT).build(), MULTIPART)),
        row(
            400,
            "No part 'image'. With curl",
            "no part",
            http -> http.post("/classify", new Form().field("labels", "a").build(), MULTIPART)),
        row(
            400,
            "'image' is a text field, not a file.",
            "curl -F without @",
            http -> http.post(
                "/classify",
                new Form().field("image", "cat.png").field("labels", "a").build(),
                MULTIPART)),
        row(
            400,
            "2 parts 'image'",
            "two pictures",
            http -> http.post(
                "/classify?" + LABELS,
                new Form().file("image", CAT).file("image", CAT).build(),
                MULTIPART)),
        row(
            400,
            "lacks the boundary",
            "no boundary",
            http -> http.post("/classify?" + LABELS, CAT, "multipart/form-data")),
        row(
            400,
            "may have been cut off",
            "multipart cut off",
            http -> http.post(
                "/classify?" + LABELS,
                "--frontier\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\nabc"
                    .getBytes(StandardCharsets.UTF_8),
                MULTIPART)),
        row(
            400,
            "'embedding' belongs in a JSON body. Send one with `curl --json`",
            "embedding as parameter",
            http -> http.post("/classify?embedding=[1]&" + LABELS, CAT, "image/png")));
  }

  private static Stream<Arguments> wrongOptions() {
    return Stream.of(
        query(400, "Unknown parameter 'topk'. Did you mean 'topK'?", "topk=3&" + LABELS),
        query(400, "Unknown parameter 'label'. Did you mean 'labels'?", "label=cat"),
        query(
            400, "'labels' is missing. Say what the picture may be, as in `curl -F labels=cat", ""),
        query(400, "or name a label set, as in `-F labelSet=pets`.", ""),
        query(
            400,
            "Unknown parameter 'threshold'. There are include, labelSet, labels, method, regions,",
            "threshold=0.5&" + LABELS),
        query(400, "Unknown method 'foo'; there are coder and clip.", "method=foo&" + LABELS),
        query(
            400,
            "Cannot include 'foo'; there are embedding and explanation.",
            "include=foo&" + LABELS),
        query(400, "'labels' is missing.", "labels=[]"),
        query(400, "'labels' is not a JSON array.", "labels=" + encode("[cat, dog]")),
        query(422, "Label 2 is empty.", "labels=cat&labels=%20"),
        query(422, "Labels 1 and 2 are both 'cat'. Give each once.", "labels=cat&labels=%20cat"),
        query(422, "'big_cat' and 'big cat' are the same text", "labels=big_cat&labels=big%20cat"),
        query(422, "51 labels; at most 50", "labels=x".concat("&labels=y".repeat(50))),
        query(
            422,
            "'labels[1]' has 201 characters; at most 200.",
            "labels=cat&labels=" + "x".repeat(201)),
        query(422, "The template has no place for the label", "template=photo&" + LABELS),
        query(
            422,
            "has 33 tokens; this model reads 20.",
            "truncate=false&template=" + encode("very ".repeat(30) + "{}") + "&" + LABELS),
        query(400, "'topK' must be at least 1.", "topK=0&" + LABELS),
        query(400, "'topK' must be a whole number.", "topK=many&" + LABELS),
        query(400, "'topK' is given 2 times.", "topK=1&topK=2&" + LABELS),
        query(400, "'truncate' must be true or false.", "truncate=maybe&" + LABELS),
        query(
            400,
            "Unknown method 'clp'; there are coder and clip. Did you mean 'clip'?",
            "method=clp&" + LABELS),
        query(422, "Ad hoc labels have no texts beyond their names", "method=coder&" + LABELS),
        query(422, "Ad hoc labels have no one-to-one texts", "rerank=true&" + LABELS),
        query(422, "there is nothing to explain", "include=explanation,embedding&" + LABELS),
        query(
            400,
            "Cannot include 'embeddings'; there are embedding and explanation. Did you mean 'embedding'?",
            "include=embeddings&" + LABELS),
        query(404, "No label set 'pets'.", "labelSet=pets"),
        query(422, "'pets@0' names no version: a version is a number from 1", "labelSet=pets@0"),
        query(422, "'pets@x' names no version: a version is a number from 1", "labelSet=pets@x"),
        query(422, "'Pets' is no label set's id", "labelSet=Pets"),
        query(400, "Both 'labels' and 'labelSet'", "labelSet=pets&" + LABELS),
        query(422, "A label set has its own templates", "labelSet=pets&template=" + encode("{}")),
        query(404, "No support set 'mine'.", "supportSet=mine"),
        query(400, "'imageUrl' belongs in a JSON body", "imageUrl=http%3A%2F%2Fx&" + LABELS),
        query(400, "is not inside the picture", "regions=[[0,0,2,1]]&" + LABELS),
        query(400, "A region is [x, y, width, height]", "regions=[[0,0,1]]&" + LABELS),
        query(400, "'regions[0]' must be an array.", "regions=[0,0,1,1]&" + LABELS),
        query(400, "'regions' is empty.", "regions=[]&" + LABELS),
        query(400, "'regions' is not a JSON array.", "regions=all&" + LABELS),
        query(
            400,
            "5 regions; at most 4",
            "regions=[[0,0,1,1],[0,0,1,1],[0,0,1,1],[0,0,1,1],[0,0,1,1]]&" + LABELS));
  }

  private static Stream<Arguments> wrongJson() {
    return Stream.of(
        json(400, "The body is not valid JSON", "{\"image\":"),
        json(400, "The body is not valid JSON", "{} {}"),
        json(400, "The body is not a JSON object.", "[]"),
        json(400, "The body is not a JSON object.", ""),
        json(400, "Duplicate", "{\"topK\":1,\"topK\":2}"),
        json(
            400,
            "Unknown member 'lables'. Did you mean 'labels'?",
            "{\"image\":\"CAT\",\"lables\":[\"a\"]}"),
        json(400, "'labels' must be an array.", "{\"image\":\"CAT\",\"labels\":\"a\"}"),
        json(400, "'labels[1]' must be a string.", "{\"image\":\"CAT\",\"labels\":[\"a\",null]}"),
        json(400, "'labels[1]' must be a string.", "{\"image\":\"CAT\",\"labels\":[\"a\",{}]}"),
        json(
            400,
            "'topK' must be a whole number.",
            "{\"image\":\"CAT\",\"labels\":[\"a\"],\"topK\":1.5}"),
        json(400, "There is no picture.", "{\"labels\":[\"a\"]}"),
        json(400, "'image' is not base64.", "{\"image\":\"%%%\",\"labels\":[\"a\"]}"),
        json(400, "'image' is empty.", "{\"image\":\"\",\"labels\":[\"a\"]}"),
        json(
            400,
            "a data URI without base64",
            "{\"image\":\"data:image/png,abc\",\"labels\":[\"a\"]}"),
        json(
            400,
            "'image' is an address, not base64.",
            "{\"image\":\"https://x/cat.png\",\"labels\":[\"a\"]}"),
        json(
            422,
            "Fetching pictures by address is off",
            "{\"imageUrl\":\"https://x/cat.png\",\"labels\":[\"a\"]}"),
        json(415, "Not a picture", "{\"image\":\"aGVsbG8=\",\"labels\":[\"a\"]}"),
        json(
            400,
            "Both 'image' and 'embedding'",
            "{\"image\":\"CAT\",\"labels\":[\"a\"],\"embedding\":[1]}"),
        json(
            422,
            "The embedding has 1 numbers; those of this model have 16.",
            "{\"labels\":[\"a\"],\"embedding\":[1]}"),
        json(
            422,
            "The embedding has 3 numbers; those of this model have 16.",
            "{\"labels\":[\"a\"],\"embedding\":[1,2,3]}"),
        json(422, "norm is 0.5", "{\"labels\":[\"a\"],\"embedding\":" + vector(0.5) + "}"),
        json(422, "not a finite number", "{\"labels\":[\"a\"],\"embedding\":" + vector(1e39) + "}"),
        json(400, "'embedding[0]' must be a number.", "{\"labels\":[\"a\"],\"embedding\":[null]}"),
        json(
            422,
            "An embedding has no regions.",
            "{\"labels\":[\"a\"],\"regions\":[[0,0,1,1]],\"embedding\":[1]}"),
        row(
            400,
            "'topK' is given twice",
            "body and parameter",
            http -> http.postJson("/classify?topK=1", "{\"topK\":2}")),
        row(
            400,
            "'image' belongs in the JSON body",
            "image in the address",
            http -> http.postJson("/classify?image=abc", "{\"labels\":[\"a\"]}")));
  }

  private static Stream<Arguments> wrongEmbeds() {
    return Stream.of(
        embed(400, "There is nothing to embed.", "{}"),
        embed(400, "'texts[0]' must be a string.", "{\"texts\":[[\"a\"]]}"),
        row(
            400,
            "'texts' belongs in a JSON body. Send one with `curl --json`, without `-F`.",
            "texts as form field",
            http -> http.post("/embed", new Form().field("texts", "a").build(), MULTIPART)),
        row(
            400,
            "A region is [x, y, width, height]",
            "regions of a batch",
            http -> http.post(
                "/classify/batch?regions=[[0,0,1]]&" + LABELS,
                "{}".getBytes(StandardCharsets.UTF_8),
                "application/x-ndjson")),
        embed(400, "'texts' is missing.", "{\"texts\":[]}"),
        embed(400, "Both 'images' and 'texts'", "{\"texts\":[\"a\"],\"images\":[\"a\"]}"),
        embed(422, "6 texts; at most 5", "{\"texts\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]}"),
        embed(422, "5 images; at most 4", "{\"images\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}"),
        embed(400, "'images[0]' is not base64.", "{\"images\":[\"%\"]}"),
        embed(400, "Unknown member 'text'. Did you mean 'texts'?", "{\"text\":\"a\"}"),
        embed(
            422,
            "this model reads 20",
            "{\"truncate\":false,\"texts\":[\"" + "very ".repeat(30) + "cat\"]}"),
        row(422, "5 pictures; at most 4", "five parts", http -> {
          Form form = new Form();
          for (int i = 0; i < 5; i++) {
            form.file("image", CAT);
          }
          return http.post("/embed", form.build(), MULTIPART);
        }));
  }

  private static Stream<Arguments> wrongAddresses() {
    return Stream.of(
        row(
            404,
            "There is nothing at /clasify.",
            "unknown path",
            http -> http.post("/clasify", CAT, "image/png")),
        row(404, "There is nothing at /nothing.", "unknown page", http -> http.get("/nothing")),
        row(
            404,
            "There is nothing at '/classify/'; leave the slash at the end out.",
            "slash at the end",
            http -> http.post("/classify/", CAT, "image/png")),
        row(
            404,
            "There is nothing at '/label-sets/pets/'; leave",
            "slash at the end of a set",
            http -> http.send(
                "PUT",
                "/label-sets/pets/",
                "{}".getBytes(StandardCharsets.UTF_8),
                "application/json")),
        row(
            404,
            "There is nothing at '/health/'; leave",
            "slash at the end of a page",
            http -> http.get("/health/")),
        page("'limit' is 0; it must be from 1 to 1000.", "?limit=0"),
        page("'limit' is 'abc'; it must be a whole number from 1 to 1000.", "?limit=abc"),
        page("'cursor' is 'x'; it must be a whole number.", "/pets/texts?cursor=x"),
        page("'missing' is 'x'; it must be true or false.", "/pets/pairs?missing=x"),
        row(405, "GET is not possible here; use POST.", "GET", http -> http.get("/classify")),
        row(
            406,
            "application/json",
            "Accept",
            http -> http.post("/classify?" + LABELS, CAT, "image/png", "Accept", "image/png")));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("wrongRequests")
  void wrongRequest_isAnsweredWithAUsefulSentence(
      int status, String sentence, Function<Http, Reply> request) {
    Reply reply = request.apply(http);

    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.detail()).contains(sentence);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.header("X-Request-Id")).isNotEmpty();
    assertThat(reply.json().path("status").intValue()).isEqualTo(status);
    assertThat(reply.json().path("type").asString()).startsWith("urn:clipcoder:problem:");
    assertThat(reply.json().path("title").asString()).isNotEmpty();
    assertThat(reply.json().path("errors").isArray()).isTrue();
    theNextRequestIsFine();
  }

  private void theNextRequestIsFine() {
    assertThat(http.post("/classify?" + LABELS, CAT, "image/png").status()).isEqualTo(200);
  }

  @Test
  void lineWithoutPicture_isToldWhatALineNeeds() {
    Reply reply = http.post(
        "/classify/batch?" + LABELS,
        "{\"id\":1}".getBytes(StandardCharsets.UTF_8),
        "application/x-ndjson");
    assertThat(reply.lines().getFirst().at("/problem/detail").asString())
        .startsWith("The line needs 'image', a picture in base64, or 'embedding'");
  }

  @Test
  void wrongFields_areNamed() {
    Reply reply = http.post("/classify?labels=cat&labels=%20", CAT, "image/png");
    assertThat(reply.json().at("/errors/0/field").asString()).isEqualTo("labels[1]");
  }

  @Test
  void wrongRequests_aHundredAtATime_leaveNothingAdmitted() {
    List<Reply> replies = new ArrayList<>();
    List<Arguments> rows = wrongRequests().toList();
    for (int i = 0; i < 100; i++) {
      replies.add(request(rows.get(i % rows.size())).apply(http));
    }
    assertThat(replies).noneMatch(reply -> reply.status() < 400 || reply.status() >= 500);
    assertThat(admission.admitted()).isZero();
  }

  @SuppressWarnings("unchecked")
  private static Function<Http, Reply> request(Arguments row) {
    return ((Named<Function<Http, Reply>>) Objects.requireNonNull(row.get()[2])).getPayload();
  }

  @Test
  void classify_withoutRoom_isToldToRetry() {
    admission.room(0);
    Reply reply = http.post("/classify?" + LABELS, CAT, "image/png");
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.header("Retry-After")).isEqualTo("2");
    assertThat(reply.json().path("type").asString()).isEqualTo("urn:clipcoder:problem:overloaded");
    admission.room(CountingAdmission.ROOM);
    theNextRequestIsFine();
  }

  @Test
  void classify_withRoomForThePictureButNotForNewTexts_isToldToRetry() {
    admission.room(1);
    imageEncoder.hold();
    Reply reply = http.post("/classify?labels=unheardof&labels=unseen", CAT, "image/png");
    assertThat(reply.status()).isEqualTo(429);
    assertThat(admission.admitted()).isZero();
  }

  @Test
  void classify_whileTheEncoderLoads_isUnavailable() {
    imageEncoder.failWith(new EncoderUnavailableException("The model is loading."));
    Reply reply = http.post("/classify?" + LABELS, CAT, "image/png");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("5");
    assertThat(reply.detail()).isEqualTo("The model is loading.");
    imageEncoder.failWith(null);
    theNextRequestIsFine();
  }

  @Test
  void classify_whileTheReaderShutsDown_isUnavailable() {
    Reply reply = http.post("/classify?" + LABELS, picture("closed"), "image/png");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.detail()).isEqualTo("The service is shutting down.");
    theNextRequestIsFine();
  }

  @Test
  void classify_workIsWithdrawnAtShutdown_isUnavailable() {
    imageEncoder.hold();
    CompletableFuture<Reply> reply =
        CompletableFuture.supplyAsync(() -> http.post("/classify?" + LABELS, CAT, "image/png"));
    await().until(() -> imageEncoder.heldBack().size() == 1);
    imageEncoder.heldBack().getFirst().cancel(true);
    assertThat(reply.join().status()).isEqualTo(503);
    imageEncoder.reset();
    theNextRequestIsFine();
  }

  @Test
  void classify_encoderThatNeverAnswers_failsAtTheDeadlineAndIsCancelled() {
    imageEncoder.hold();
    long start = System.nanoTime();
    Reply reply = http.post("/classify?" + LABELS, CAT, "image/png");
    assertThat(reply.status()).isEqualTo(504);
    assertThat(reply.detail()).startsWith("No answer within 3.0 s.");
    assertThat(System.nanoTime() - start).isBetween(2_500_000_000L, 4_500_000_000L);
    assertThat(imageEncoder.heldBack()).hasSize(1).allMatch(future -> future.isCancelled());
    imageEncoder.reset();
    theNextRequestIsFine();
  }

  @Test
  void classify_bugInTheEncoder_tellsNothingOfTheInside() {
    imageEncoder.failWith(new IllegalStateException("secret internals"));
    Reply reply = http.post("/classify?" + LABELS, CAT, "image/png");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.text()).doesNotContain("secret").contains("X-Request-Id");
    imageEncoder.failWith(null);
    theNextRequestIsFine();
  }
}
