package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.image.WordReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SupportSetEndpointTest extends ServiceTest {

  private String id = "";
  private String path = "";

  @BeforeEach
  void nameTheSet() {
    id = "set-" + UUID.randomUUID();
    path = "/support-sets/" + id;
  }

  private Http.Reply send(String method, String path, String json, String... headers) {
    return http.send(
        method,
        path,
        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
        "application/json",
        headers);
  }

  private Http.Reply put(String json, String... headers) {
    return send("PUT", path, json, headers);
  }

  private Http.Reply teach(String label, String... words) {
    Http.Form form = new Http.Form().field("label", label);
    Arrays.stream(words).forEach(word -> form.file("image", WordReader.picture(word)));
    return http.post(path + "/examples", form.build(), Http.MULTIPART);
  }

  /** Different files of the same picture, so that held-out examples agree with the others. */
  private static String[] files(String word, int count) {
    return IntStream.range(0, count).mapToObj(i -> word + "\0".repeat(i)).toArray(String[]::new);
  }

  private void teachRipeAndUnripe() {
    teach("ripe", files("red", 2));
    teach("unripe", files("green", 2));
  }

  private Http.Reply classify(String word, String query) {
    return http.post(
        "/few-shot/classify?supportSet=" + id + query, WordReader.picture(word), "image/png");
  }

  private static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static int count(Http.Reply reply, String name) {
    return reply.json().path("counts").path(name).intValue();
  }

  @Test
  void examples_answerTheNextRequest() {
    assertThat(put("{'labels':['ripe','unripe']}").status()).isEqualTo(201);
    // Texts and pictures have embeddings of their own: only examples can tell these apart.
    Http.Reply taught = teach("ripe", files("red", 2));
    assertThat(taught.status()).isEqualTo(201);
    assertThat(taught.header("ETag")).isEqualTo("\"2\"");
    teach("unripe", files("green", 2));
    Http.Reply answer = classify("red", "");
    assertThat(answer.json().path("label").stringValue()).isEqualTo("ripe");
    assertThat(answer.json().path("supportSet").path("version").intValue()).isEqualTo(3);
    JsonNode green = http.post(
            "/classify?supportSet=" + id, WordReader.picture("green"), "image/png")
        .json();
    assertThat(green.path("label").stringValue()).isEqualTo("unripe");
    assertThat(green.path("labelSet").isMissingNode()).isTrue();
  }

  @Test
  void explanation_namesTheExampleThatDecided() {
    put("{'labels':['ripe','unripe']}");
    String red = teach("ripe", "red").json().path("examples").path(0).path("id").stringValue();
    teach("unripe", "green");
    JsonNode examples =
        classify("red", "&include=explanation").json().path("explanation").path("examples");
    assertThat(examples.path(0).path("id").stringValue()).isEqualTo(red);
    assertThat(examples.path(0).path("label").stringValue()).isEqualTo("ripe");
    assertThat(examples.path(0).path("similarity").doubleValue()).isGreaterThan(0.999);
    assertThat(examples.path(0).path("contribution").doubleValue()).isPositive();
  }

  @Test
  void gda_namesTheNearestExamples() {
    put("{'labels':['ripe','unripe'],'method':'gda'}");
    teachRipeAndUnripe();
    JsonNode answer = classify("red", "&include=explanation").json();
    assertThat(answer.path("method").stringValue()).isEqualTo("gda");
    JsonNode examples = answer.path("explanation").path("examples");
    assertThat(examples.path(0).path("similarity").doubleValue()).isGreaterThan(0.999);
    assertThat(examples.path(0).path("contribution").isNull()).isTrue();
  }

  @Test
  void everyMethod_canBeAskedFor() {
    put("{'labels':['ripe','unripe']}");
    teachRipeAndUnripe();
    for (String method :
        List.of("coder-adapter", "tip-adapter", "gda", "proker", "nearest-class-mean")) {
      JsonNode answer = classify("red", "&method=" + method).json();
      assertThat(answer.path("method").stringValue()).isEqualTo(method);
      assertThat(answer.path("label").stringValue()).as(method).isEqualTo("ripe");
    }
    assertThat(classify("red", "&method=auto").status()).isEqualTo(200);
  }

  @Test
  void sentAgain_changesNothing() {
    put("{'labels':['ripe','unripe']}");
    teach("ripe", "red");
    Http.Reply again = teach("ripe", "red");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("ETag")).isEqualTo("\"2\"");
    assertThat(count(again, "present")).isEqualTo(1);
    assertThat(http.get(path).json().path("examples").path("total").intValue()).isEqualTo(1);
  }

  @Test
  void thisWasWrong_isOneCallWithTheEmbedding() {
    put("{'labels':['ripe','unripe']}");
    teach("ripe", files("pale green", 2));
    teach("unripe", files("green", 2));
    JsonNode wrong = classify("pale green", "&include=embedding").json();
    assertThat(wrong.path("label").stringValue()).isEqualTo("ripe");
    for (String file : files("pale green", 2)) {
      teach("unripe", file);
    }
    teach("ripe", files("red", 2));
    Http.Reply corrected = http.postJson(
        path + "/examples", "{\"label\":\"unripe\",\"embedding\":" + wrong.path("embedding") + "}");
    assertThat(corrected.status()).isEqualTo(201);
    JsonNode near = corrected.json().path("examples").path(0).path("nearDuplicateOf");
    assertThat(near.path("similarity").doubleValue()).isGreaterThan(0.999);
    assertThat(classify("pale green", "").json().path("label").stringValue()).isEqualTo("unripe");
  }

  @Test
  void anotherLabel_relabels() {
    put("{'labels':['ripe','unripe']}");
    teach("ripe", "red");
    Http.Reply moved = teach("unripe", "red");
    assertThat(count(moved, "relabelled")).isEqualTo(1);
    assertThat(moved.json().path("examples").path(0).path("previousLabel").stringValue())
        .isEqualTo("ripe");
    JsonNode perClass = http.get(path).json().path("examples").path("perClass");
    assertThat(perClass.path("ripe").intValue()).isZero();
    assertThat(perClass.path("unripe").intValue()).isEqualTo(1);
  }

  @Test
  void removedExample_doesNotCount() {
    put("{'labels':['ripe','unripe']}");
    String red = teach("ripe", "red").json().path("examples").path(0).path("id").stringValue();
    teach("unripe", "green");
    assertThat(send("DELETE", path + "/examples/" + red, "").status()).isEqualTo(204);
    assertThat(send("DELETE", path + "/examples/" + red, "").status()).isEqualTo(404);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> classify("red", "").json().path("supportSet").path("version").intValue() == 4);
    JsonNode list = http.get(path + "/examples").json().path("items");
    assertThat(list.size()).isEqualTo(1);
    assertThat(list.path(0).path("label").stringValue()).isEqualTo("unripe");
  }

  @Test
  void theLastExampleRemoved_noHeadAnswersForIt() {
    put("{'labels':['ripe','unripe']}");
    String red = teach("ripe", "red").json().path("examples").path(0).path("id").stringValue();
    assertThat(classify("red", "").status()).isEqualTo(200);
    send("DELETE", path + "/examples/" + red, "");
    Http.Reply none = classify("red", "");
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.detail()).contains("has no examples yet");
  }

  @Test
  void oneClassAlone_isWarnedOf() {
    put("{'labels':['ripe']}");
    teach("ripe", "red");
    assertThat(classify("car", "").json().path("warnings").toString())
        .contains("One class alone always has probability 1.");
    put("{'labels':['ripe'],'background':['no fruit']}");
    assertThat(classify("car", "").json().path("warnings").toString()).doesNotContain("One class");
  }

  @Test
  void background_isNeverReturned() {
    put("{'labels':['ripe','unripe'],'background':['no fruit']}");
    teachRipeAndUnripe();
    teach("no fruit", files("car", 2));
    JsonNode answer = classify("car", "").json();
    assertThat(answer.path("label").isNull()).isTrue();
    assertThat(answer.path("reason").stringValue()).isEqualTo("background");
    assertThat(answer.path("predictions").valueStream().map(p -> p.path("label").stringValue()))
        .containsExactlyInAnyOrder("ripe", "unripe");
  }

  @Test
  void ruleOfOwnLabels_decides() {
    put("{'labels':['ripe','unripe'],'decision':{'threshold':1.0}}");
    teach("ripe", "red");
    teach("unripe", "green");
    JsonNode answer = classify("blue", "").json();
    assertThat(answer.path("accepted").booleanValue()).isFalse();
    assertThat(answer.path("reason").stringValue()).isEqualTo("below-threshold");
  }

  @Test
  void labelSet_isUsedAndCannotBeDeleted() {
    String labelSet = "pets-" + UUID.randomUUID();
    send(
        "PUT",
        "/label-sets/" + labelSet,
        "{'classes':[{'label':'cat','texts':{'attribute':['whiskers','fur']}},{'label':'guard_dog'},{'label':'x','background':true}]}");
    assertThat(put("{'labelSet':'" + labelSet + "'}").status()).isEqualTo(201);
    teach("cat", files("tom", 2));
    teach("guard dog", files("rex", 2));
    JsonNode answer = classify("rex", "").json();
    assertThat(answer.path("label").stringValue()).isEqualTo("guard_dog");
    assertThat(answer.path("labelSet").path("version").intValue()).isEqualTo(1);
    Http.Reply refused = send("DELETE", "/label-sets/" + labelSet, "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.detail()).contains("support set '" + id + "'");
    assertThat(send("DELETE", path, "").status()).isEqualTo(204);
    assertThat(send("DELETE", "/label-sets/" + labelSet, "").status()).isEqualTo(204);
  }

  @Test
  void newVersionOfTheLabelSet_countsAndOrphansAreTold() {
    String labelSet = "pets-" + UUID.randomUUID();
    send("PUT", "/label-sets/" + labelSet, "{'classes':['cat','dog','fox']}");
    put("{'labelSet':'" + labelSet + "'}");
    teach("cat", files("tom", 2));
    teach("dog", files("rex", 2));
    teach("fox", files("reynard", 2));
    assertThat(classify("reynard", "").json().path("label").stringValue()).isEqualTo("fox");
    send("PUT", "/label-sets/" + labelSet, "{'classes':['cat','dog']}");
    await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
      JsonNode answer = classify("reynard", "").json();
      assertThat(answer.path("labelSet").path("version").intValue()).isEqualTo(2);
      assertThat(answer.path("predictions").size()).isEqualTo(2);
    });
    assertThat(classify("reynard", "&method=gda&include=explanation")
            .json()
            .path("explanation")
            .path("examples")
            .valueStream()
            .map(example -> example.path("similarity").doubleValue()))
        .isNotEmpty()
        .allMatch(similarity -> similarity < 0.999);
    JsonNode examples = http.get(path).json().path("examples");
    assertThat(examples.path("orphaned").path("fox").intValue()).isEqualTo(2);
    assertThat(examples.path("perClass").path("fox").isMissingNode()).isTrue();
  }

  @Test
  void archive_teachesItsFoldersAndTellsTheRest() {
    put("{'labels':['ripe','unripe']}");
    byte[] archive = zip(Map.of(
        "ripe/1.png", WordReader.picture("red"),
        "ripe/2.png", WordReader.picture("red\0"),
        "unripe/1.png", WordReader.picture("green"),
        "unripe/2.png", WordReader.picture("green\0"),
        "unripe/broken.png", WordReader.picture("broken"),
        "unripe/no.txt", "text".getBytes(StandardCharsets.UTF_8),
        "rotten/1.png", WordReader.picture("brown"),
        "../ripe/3.png", WordReader.picture("scarlet")));
    Http.Reply taught = http.post(path + "/examples", archive, "application/zip");
    assertThat(taught.status()).isEqualTo(201);
    assertThat(count(taught, "added")).isEqualTo(4);
    assertThat(count(taught, "faulty")).isEqualTo(4);
    assertThat(taught
            .json()
            .path("faults")
            .valueStream()
            .filter(fault -> fault.path("name").stringValue().equals("rotten/1.png"))
            .map(fault -> fault.path("reason").stringValue()))
        .singleElement()
        .asString()
        .contains("no class 'rotten'");
    assertThat(classify("red", "").json().path("label").stringValue()).isEqualTo("ripe");
    Http.Reply again = http.post(path + "/examples", archive, "application/zip");
    assertThat(again.status()).isEqualTo(200);
    assertThat(count(again, "present")).isEqualTo(4);
  }

  @Test
  void archive_samePictureInTwoFolders_isAFaultOfTheSecond() {
    put("{'labels':['ripe','unripe']}");
    Map<String, byte[]> entries = new java.util.LinkedHashMap<>();
    entries.put("ripe/1.png", WordReader.picture("red"));
    entries.put("unripe/1.png", WordReader.picture("red"));
    Http.Reply taught = http.post(path + "/examples", zip(entries), "application/zip");
    assertThat(count(taught, "added")).isEqualTo(1);
    assertThat(count(taught, "faulty")).isEqualTo(1);
    assertThat(taught.json().path("examples").path(0).path("label").stringValue())
        .isEqualTo("ripe");
  }

  @Test
  void archive_thatIsNone_isRefused() {
    put("{'labels':['ripe','unripe']}");
    byte[] text = "no zip".getBytes(StandardCharsets.UTF_8);
    assertThat(http.post(path + "/examples", text, "application/zip").status()).isEqualTo(400);
    Http.Reply asPart = http.post(
        path + "/examples",
        new Http.Form()
            .field("label", "ripe")
            .file("image", zip(Map.of("ripe/1.png", WordReader.picture("red"))))
            .build(),
        Http.MULTIPART);
    assertThat(asPart.status()).isEqualTo(400);
    assertThat(asPart.detail()).contains("application/zip");
  }

  @Test
  void originals_comeBackAsTheyWereSent() {
    put("{'labels':['ripe','unripe'],'keep':'originals'}");
    String red = teach("ripe", "red").json().path("examples").path(0).path("id").stringValue();
    Http.Reply picture = http.get(path + "/examples/" + red + "/image");
    assertThat(picture.response().body()).isEqualTo(WordReader.picture("red"));
    assertThat(picture.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(picture.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(http.get(path).json().path("examples").path("keptBytes").longValue())
        .isEqualTo(WordReader.picture("red").length);
    put("{'labels':['ripe','unripe']}");
    String green =
        teach("unripe", "green").json().path("examples").path(0).path("id").stringValue();
    Http.Reply nothing = http.get(path + "/examples/" + green + "/image");
    assertThat(nothing.status()).isEqualTo(404);
    assertThat(nothing.detail()).contains("No picture is kept");
  }

  @Test
  void oneBadPictureOfSeveral_addsNone() {
    put("{'labels':['ripe','unripe']}");
    Http.Reply refused = teach("ripe", "red", "broken");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.detail()).contains("Picture 2");
    assertThat(http.get(path).json().path("examples").path("total").intValue()).isZero();
  }

  @Test
  void wrongDefinitions_areRefusedWithASentence() {
    assertThat(put("{}").detail()).contains("either the classes of a label set");
    assertThat(put("{'labels':['a','b'],'labelSet':'x'}").status()).isEqualTo(400);
    assertThat(put("{'labels':['a','a']}").status()).isEqualTo(422);
    assertThat(put("{'labels':[]}").status()).isEqualTo(422);
    Http.Reply misspelt = put("{'labels':['a'],'method':'gdb'}");
    assertThat(misspelt.status()).isEqualTo(400);
    assertThat(misspelt.detail()).contains("Did you mean 'gda'?");
    Http.Reply kept = put("{'labels':['a'],'keep':'thumbnail'}");
    assertThat(kept.status()).isEqualTo(400);
    assertThat(kept.detail()).contains("Did you mean 'thumbnails'?");
    assertThat(put("{'labels':['a'],'keep':'all'}").detail()).contains("thumbnails");
    assertThat(put("{'labelSet':'nowhere'}").status()).isEqualTo(404);
    assertThat(put("{'labelSet':'pets@2'}").status()).isEqualTo(422);
    assertThat(put("{'labels':['a','b'],'shots':3}").detail()).contains("'shots'");
    assertThat(put("{'labelSet':'x','template':'a {label}'}").status()).isEqualTo(422);
    assertThat(put("{'labels':['a','b'],'decision':{'mode':'multi'}}").status()).isEqualTo(422);
    assertThat(send("PUT", "/support-sets/Pets", "{'labels':['a','b']}").status())
        .isEqualTo(422);
  }

  @Test
  void wrongRequests_areRefusedWithASentence() {
    put("{'labels':['ripe','unripe']}");
    assertThat(teach("ripee", "red").detail()).contains("Did you mean 'ripe'?");
    assertThat(teach("", "red").status()).isEqualTo(400);
    assertThat(teach("ripe").status()).isEqualTo(400);
    assertThat(teach("ripe", "1", "2", "3", "4", "5").detail()).contains("Send a zip");
    assertThat(http.postJson(path + "/examples", "{\"label\":\"ripe\",\"embedding\":[1,0]}")
            .status())
        .isEqualTo(422);
    teach("ripe", "red");
    assertThat(classify("red", "&method=clip").detail()).contains("does not look at examples");
    assertThat(classify("red", "&method=gdaa").detail()).contains("Did you mean 'gda'?");
    assertThat(classify("red", "&rerank=true").status()).isEqualTo(422);
    assertThat(classify("red", "&labels=a").status()).isEqualTo(400);
    assertThat(http.post("/few-shot/classify", WordReader.picture("red"), "image/png")
            .detail())
        .contains("'supportSet' is missing");
    Http.Reply misspelt = http.post(
        "/few-shot/classify?supportSet=" + id + "x", WordReader.picture("red"), "image/png");
    assertThat(misspelt.status()).isEqualTo(404);
    assertThat(misspelt.detail()).contains("Did you mean '" + id + "'?");
    assertThat(http.get(path + "/examples?limit=0").status()).isEqualTo(400);
    assertThat(http.get(path + "/examples?labels=x").status()).isEqualTo(400);
  }

  @Test
  void ifMatch_guardsChanges() {
    put("{'labels':['ripe','unripe']}");
    assertThat(put("{'labels':['ripe','raw']}", "If-Match", "\"4\"").status()).isEqualTo(412);
    assertThat(put("{'labels':['ripe','raw']}", "If-Match", "\"1\"").status()).isEqualTo(201);
    assertThat(put("{'labels':['ripe','raw']}", "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(send("DELETE", path, "", "If-Match", "\"1\"").status()).isEqualTo(412);
  }

  @Test
  void ifMatch_guardsExamplesToo() {
    put("{'labels':['ripe','unripe']}");
    String red = teach("ripe", "red").json().path("examples").path(0).path("id").stringValue();
    byte[] green = new Http.Form()
        .field("label", "unripe")
        .file("image", WordReader.picture("green"))
        .build();
    byte[] zip = zip(Map.of("unripe/1.png", WordReader.picture("lime")));
    String examples = path + "/examples";
    assertThat(http.post(examples, green, Http.MULTIPART, "If-Match", "\"1\"").status())
        .isEqualTo(412);
    assertThat(http.post(examples, zip, "application/zip", "If-Match", "\"1\"").status())
        .isEqualTo(412);
    assertThat(http.post(examples, green, Http.MULTIPART, "If-Match", "abc").status())
        .isEqualTo(400);
    assertThat(send("DELETE", examples + "/" + red, "", "If-Match", "\"1\"").status())
        .isEqualTo(412);
    assertThat(http.get(path).json().path("examples").path("total").intValue()).isEqualTo(1);
    assertThat(http.post(examples, green, Http.MULTIPART, "If-Match", "\"2\"").status())
        .isEqualTo(201);
    assertThat(http.post(examples, zip, "application/zip", "If-Match", "\"3\"").status())
        .isEqualTo(201);
    assertThat(send("DELETE", examples + "/" + red, "", "If-Match", "\"4\"").status())
        .isEqualTo(204);
  }

  @Test
  void examplesInNoFormThatIsRead_areToldWhichAre() {
    put("{'labels':['ripe','unripe']}");
    Http.Reply raw = http.post(path + "/examples", WordReader.picture("red"), "image/png");
    assertThat(raw.status()).isEqualTo(415);
    assertThat(raw.detail()).contains("-F label=ripe").contains("application/zip");
    assertThat(http.post(path + "/examples", zip(Map.of()), "application/zip").status())
        .isEqualTo(400);
    assertThat(http.get(path + "/examples?label=ripee").detail()).contains("Did you mean 'ripe'?");
    assertThat(http.get(path + "/examples?cursor=-7").status()).isEqualTo(400);
  }

  @Test
  void labelThatIsNoText_isRefused() {
    put("{'labels':['3','unripe']}");
    String image = Base64.getEncoder().encodeToString(WordReader.picture("red"));
    for (String label : List.of("3", "3.5", "true")) {
      Http.Reply reply =
          send("POST", path + "/examples", "{'label':%s,'image':'%s'}".formatted(label, image));
      assertThat(reply.status()).as(label).isEqualTo(400);
      assertThat(reply.detail()).isEqualTo("'label' must be a string.");
    }
    assertThat(http.get(path).json().path("examples").path("total").intValue()).isZero();
  }

  @Test
  void redefinedWithExamples_saysThatAHeadIsComing() {
    put("{'labels':['ripe','unripe']}");
    teachRipeAndUnripe();
    for (String method : List.of("gda", "tip-adapter", "proker")) {
      JsonNode fit = put("{'labels':['ripe','unripe'],'method':'%s'}".formatted(method))
          .json()
          .path("fit");
      assertThat(fit.path("state").stringValue()).as(method).isIn("fitting", "current");
    }
    // Without it the first head of this method may still be on its way.
    assertThat(classify("red", "").status()).isEqualTo(200);
    JsonNode fit =
        put("{'labels':['ripe','unripe','rotten'],'method':'proker'}").json().path("fit");
    assertThat(fit.path("state").stringValue()).isIn("behind", "current");
  }

  @Test
  void deletedAndMadeAgain_startsEmptyUnderTheNextNumber() {
    put("{'labels':['ripe','unripe']}");
    teach("ripe", "red");
    assertThat(send("DELETE", path, "").status()).isEqualTo(204);
    assertThat(classify("red", "").status()).isEqualTo(404);
    Http.Reply again = put("{'labels':['ripe','unripe']}");
    assertThat(again.json().path("version").intValue()).isGreaterThan(2);
    assertThat(again.json().path("examples").path("total").intValue()).isZero();
    assertThat(classify("red", "").status()).isEqualTo(422);
  }

  @Test
  void lists_arePaged() {
    put("{'labels':['ripe','unripe']}");
    teach("ripe", "a", "b", "c");
    JsonNode first = http.get(path + "/examples?limit=2").json();
    assertThat(first.path("items").size()).isEqualTo(2);
    JsonNode second = http.get(
            path + "/examples?limit=2&cursor=" + first.path("nextCursor").longValue())
        .json();
    assertThat(second.path("items").size()).isEqualTo(1);
    assertThat(second.path("nextCursor").isNull()).isTrue();
    assertThat(http.get(path + "/examples?label=unripe").json().path("items").size())
        .isZero();
    assertThat(http.get("/support-sets?limit=1000")
            .json()
            .path("items")
            .valueStream()
            .map(item -> item.path("id").stringValue()))
        .contains(id);
  }

  @Test
  void fitReport_tellsWhatWasChosenAndWhy() {
    put("{'labels':['ripe','unripe']}");
    assertThat(http.get(path).json().path("fit").path("state").stringValue()).isEqualTo("none");
    teach("ripe", "red", "dark red", "scarlet");
    JsonNode fit = teach("unripe", "green", "pale green", "lime").json().path("fit");
    assertThat(fit.path("state").stringValue()).isEqualTo("current");
    assertThat(fit.path("heldOut").path("examples").intValue()).isEqualTo(6);
    assertThat(fit.path("candidates").size()).isGreaterThan(2);
    double best = fit.path("candidates")
        .valueStream()
        .mapToDouble(candidate -> candidate.path("logLoss").doubleValue())
        .min()
        .orElseThrow();
    assertThat(fit.path("heldOut").path("logLoss").doubleValue()).isEqualTo(best);
  }

  @Test
  void batch_classifiesByExamplesToo() {
    put("{'labels':['ripe','unripe']}");
    teachRipeAndUnripe();
    List<JsonNode> lines = http.post(
            "/classify/batch?supportSet=" + id,
            new Http.Form()
                .file("image", WordReader.picture("red"))
                .file("image", WordReader.picture("green"))
                .build(),
            Http.MULTIPART)
        .lines();
    assertThat(lines)
        .extracting(line -> line.path("result").path("label").stringValue())
        .containsExactly("ripe", "unripe");
  }
}
