package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.image.WordReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

class LabelSetEndpointTest extends ServiceTest {

  private String path = "";

  @BeforeEach
  void nameTheSet() {
    path = "/label-sets/set-" + UUID.randomUUID();
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

  @Test
  void put_makesAVersionThatIsReadBack() {
    Http.Reply made = put("{'classes':['cat','dog']}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    assertThat(made.json().path("state").stringValue()).isEqualTo("ready");
    Http.Reply same = put("{'classes':['cat','dog']}");
    assertThat(same.status()).isEqualTo(200);
    Http.Reply read = http.get(path);
    assertThat(read.header("ETag")).isEqualTo("\"1\"");
    assertThat(read.json().path("classes").path(1).path("name").stringValue()).isEqualTo("dog");
    assertThat(put(read.text()).status()).isEqualTo(200);
    assertThat(http.get(path + "@1").status()).isEqualTo(200);
  }

  @Test
  void descriptorFile_isTakenAsItIs() {
    Http.Reply made = send("PUT", path + "?template=%7Btext%7D", "{'cat':['A cat sits.']}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(textEncoder.encoded()).contains("A cat sits.");
  }

  @Test
  void put_thatIsWrong_tellsEveryField() {
    Http.Reply impossible = put("{'classes':['cat','cat'],'decision':{'thresholds':{'fox':2}}}");
    assertThat(impossible.status()).isEqualTo(422);
    assertThat(impossible
            .json()
            .path("errors")
            .valueStream()
            .map(e -> e.path("field").stringValue()))
        .containsExactly("classes[1].label", "decision.thresholds.fox", "decision.thresholds.fox");
    assertThat(put("{'classes':7}").status()).isEqualTo(400);
    assertThat(put("[]").status()).isEqualTo(400);
    assertThat(send("PUT", "/label-sets/Pets", "{'classes':['cat']}").status()).isEqualTo(422);
    assertThat(http.send("PUT", path, new byte[] {'x'}, "text/plain").status()).isEqualTo(415);
  }

  @Test
  void patch_withTheRightETag_makesAVersion() {
    put("{'classes':['cat','dog']}");
    assertThat(send("PATCH", path, "{'domain':'a pet'}", "If-Match", "\"7\"").status())
        .isEqualTo(412);
    assertThat(send("PATCH", path, "{'domain':'a pet'}", "If-Match", "\"1\"").status())
        .isEqualTo(201);
    assertThat(http.get(path).json().path("domain").stringValue()).isEqualTo("a pet");
    assertThat(put("{'classes':['cat']}", "If-None-Match", "*").status()).isEqualTo(412);
  }

  @Test
  void preconditions_areReadOrRefusedWithASentence() {
    put("{'classes':['cat']}");
    for (String wrong : List.of("abc", "\"5", "\"\"", "\"1\" 2", "-1", "1234567890", "\"1\",")) {
      Http.Reply reply = put("{'classes':['dog']}", "If-Match", wrong);
      assertThat(reply.status()).as(wrong).isEqualTo(400);
      assertThat(reply.detail()).as(wrong).contains("its version as in \"3\"");
    }
    for (String other : List.of("\"abc\"", "W/\"1\"", "\"1\", \"2\"", "\"7\"", "7")) {
      Http.Reply reply = put("{'classes':['dog']}", "If-Match", other);
      assertThat(reply.status()).as(other).isEqualTo(412);
    }
    for (String other : List.of("1", "\"1\"", "\"1", "abc")) {
      Http.Reply reply = put("{'classes':['dog']}", "If-None-Match", other);
      assertThat(reply.status()).as(other).isEqualTo(400);
      assertThat(reply.detail()).as(other).contains("can only be *");
    }
    assertThat(put("{'classes':['dog']}", "If-Match", "1").status()).isEqualTo(201);
    assertThat(send("PATCH", path, "{'domain':'a pet'}", "If-Match", "2").status())
        .isEqualTo(201);
    assertThat(put("{'classes':['fox']}", "If-Match", "*").status()).isEqualTo(201);
  }

  @Test
  void respondAsync_givesTheJobThatCanBeCancelled() {
    String definition = "{'classes':['%s']}".formatted(UUID.randomUUID());
    textEncoder.hold();
    Http.Reply accepted = put(definition, "Prefer", "respond-async");
    assertThat(accepted.status()).isEqualTo(202);
    String job = accepted.header("Location");
    Http.Reply tooEarly = put("{'classes':['dog']}");
    assertThat(tooEarly.status()).isEqualTo(409);
    assertThat(tooEarly.header("Retry-After")).isEqualTo("2");
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> http.get(job).json().path("total").intValue() == 1);
    assertThat(http.get(job).json().path("state").stringValue()).isEqualTo("running");
    http.send("DELETE", job, new byte[0], null);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> http.get(job).json().path("state").stringValue().equals("cancelled"));
    Http.Reply cancelled = classify(path.substring("/label-sets/".length()));
    assertThat(cancelled.status()).isEqualTo(503);
    assertThat(cancelled.detail()).contains("was cancelled; put its definition again");
    assertThat(cancelled.header("Retry-After")).isEmpty();
    textEncoder.release();
    assertThat(put(definition).status()).isEqualTo(200);
  }

  @Test
  void deletedSet_isNotBuiltAnyMore() {
    textEncoder.hold();
    String job = put("{'classes':['%s']}".formatted(UUID.randomUUID()), "Prefer", "respond-async")
        .header("Location");
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> http.get(job).json().path("state").stringValue().equals("running"));
    assertThat(http.send("DELETE", path, new byte[0], null).status()).isEqualTo(204);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> http.get(job).json().path("state").stringValue().equals("cancelled"));
    textEncoder.release();
  }

  @Test
  void unknownParameter_isRefusedWithASuggestion() {
    Http.Reply misspelt = send("PUT", path + "?tempalte=%7Btext%7D", "{'cat':['A cat sits.']}");
    assertThat(misspelt.status()).isEqualTo(400);
    assertThat(misspelt.detail())
        .isEqualTo("Unknown parameter 'tempalte'. Did you mean 'template'?");
    put("{'classes':['cat']}");
    List<Http.Reply> replies = List.of(
        http.get("/label-sets?limt=1"),
        http.get(path + "?version=1"),
        http.get(path + "/texts?curser=1"),
        http.get(path + "/texts?cursor=-1"),
        http.get(path + "/pairs?mising=true"),
        http.get(path + "/pairs?cursor=-1"),
        http.get("/jobs/nobody?wait"),
        send("PATCH", path + "?x=%41", "{'domain':'x'}"),
        send("POST", path + "/texts?x", "{'cat':['fur']}"),
        http.send("DELETE", path + "?x=", new byte[0], null));
    assertThat(replies)
        .allSatisfy(reply -> assertThat(reply.status()).as(reply.text()).isEqualTo(400));
    assertThat(send("PUT", path + "?&tem%70late=%7Btext%7D&", "{'cat':['A cat sits.']}")
            .status())
        .isEqualTo(201);
  }

  @Test
  void pairs_withTextsBothWays_areNotCounted() {
    put("{'classes':['cat','dog','fox'],'oneToOne':["
        + "{'label':'cat','other':'dog','texts':['x']},{'label':'dog','other':'cat','texts':['y']},"
        + "{'label':'fox','other':'cat','texts':['z']}]}");
    JsonNode items = http.get(path + "/pairs").json().path("items");
    assertThat(items.at("/0/met").isNull()).as(items.toString()).isTrue();
    assertThat(items.at("/1/other").stringValue()).isEqualTo("fox");
    assertThat(items.at("/1/met").intValue()).isZero();
  }

  @Test
  void buildThatFails_isTold() {
    textEncoder.failWith(new IllegalStateException("secret"));
    Http.Reply failed = put("{'classes':['%s']}".formatted(UUID.randomUUID()));
    assertThat(failed.status()).isEqualTo(503);
    assertThat(failed.text()).doesNotContain("secret");
    Http.Reply later = classify(path.substring("/label-sets/".length()));
    assertThat(later.detail()).contains("failed; put its definition again");
    assertThat(later.header("Retry-After")).isEmpty();
  }

  @Test
  void whatIsNotThere_is404() {
    assertThat(http.get(path).status()).isEqualTo(404);
    assertThat(http.get("/jobs/nobody").status()).isEqualTo(404);
    assertThat(send("PATCH", path, "{'domain':'x'}").status()).isEqualTo(404);
    assertThat(http.send("DELETE", path, new byte[0], null).status()).isEqualTo(404);
    put("{'classes':['cat']}");
    assertThat(http.get(path + "@9").detail()).contains("No version 9");
  }

  @Test
  void list_goesOnByCursorAndForgetsTheDeleted() {
    put("{'classes':['cat']}");
    String id = path.substring("/label-sets/".length());
    JsonNode page = http.get("/label-sets?limit=1&cursor=" + id.substring(0, id.length() - 1))
        .json();
    assertThat(page.path("items").path(0).path("id").stringValue()).isEqualTo(id);
    assertThat(page.path("items").path(0).path("servedVersion").intValue()).isEqualTo(1);
    assertThat(http.get("/label-sets?limit=0").status()).isEqualTo(400);
    assertThat(http.send("DELETE", path, new byte[0], null).status()).isEqualTo(204);
    assertThat(http.get(path).status()).isEqualTo(404);
  }

  private Http.Reply classify(String set) {
    return http.post("/classify?labelSet=" + set, WordReader.picture("cat"), "image/png");
  }

  @Test
  void classify_bySetThatIsBeingBuilt_isToBeAskedAgain() {
    textEncoder.hold();
    put("{'classes':['%s']}".formatted(UUID.randomUUID()), "Prefer", "respond-async");
    String id = path.substring("/label-sets/".length());
    Http.Reply early = classify(id);
    assertThat(early.status()).isEqualTo(503);
    assertThat(early.header("Retry-After")).isNotEmpty();
    assertThat(early.detail()).contains("is being built");
    textEncoder.release();
    await().atMost(Duration.ofSeconds(5)).until(() -> classify(id).status() == 200);
    Http.Reply misspelt = classify(id.substring(0, id.length() - 1));
    assertThat(misspelt.status()).isEqualTo(404);
    assertThat(misspelt.detail()).contains("Did you mean '%s'?".formatted(id));
  }

  @Test
  void setThatIsNotReady_isListedWithItsJob() {
    textEncoder.hold();
    String job = put("{'classes':['%s']}".formatted(UUID.randomUUID()), "Prefer", "respond-async")
        .json()
        .path("job")
        .stringValue();
    String id = path.substring("/label-sets/".length());
    assertThat(notReady(id).path("state").stringValue()).isEqualTo("building");
    assertThat(notReady(id).path("job").stringValue()).isEqualTo(job);
    assertThat(notReady(id).path("version").intValue()).isEqualTo(1);
    assertThat(http.get("/ready").status()).isEqualTo(200);
    http.send("DELETE", "/jobs/" + job, new byte[0], null);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> notReady(id).path("state").stringValue().equals("cancelled"));
    textEncoder.release();
    http.send("DELETE", path, new byte[0], null);
    assertThat(notReady(id).isMissingNode()).isTrue();
  }

  private JsonNode notReady(String id) {
    return http.get("/info")
        .json()
        .path("setsNotReady")
        .valueStream()
        .filter(set -> set.path("id").stringValue().equals(id))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  @Test
  void newVersion_servesWhenItsAnswerIsThere() {
    String id = path.substring("/label-sets/".length());
    for (int version = 1; version <= 3; version++) {
      put("{'classes':['cat','dog %d']}".formatted(version));
      assertThat(classify(id).json().at("/labelSet/version").intValue()).isEqualTo(version);
    }
  }

  @Test
  void misspeltSet_getsASuggestionEverywhere() {
    put("{'classes':['cat']}");
    String id = path.substring("/label-sets/".length());
    String misspelt = path.substring(0, path.length() - 1);
    List<Http.Reply> replies = List.of(
        http.get(misspelt),
        http.get(misspelt + "@1"),
        http.get(misspelt + "/texts"),
        http.get(misspelt + "@1/texts"),
        http.get(misspelt + "/pairs"),
        http.get(misspelt + "/pairs?missing=true"),
        send("POST", misspelt + "/texts", "{'cat':['fur']}"),
        send("PATCH", misspelt, "{'domain':'x'}"),
        send("PUT", misspelt, "{'classes':['cat']}", "If-Match", "*"),
        http.send("DELETE", misspelt, new byte[0], null),
        classify(id.substring(0, id.length() - 1) + "@1"));
    assertThat(replies).allSatisfy(reply -> {
      assertThat(reply.status()).as(reply.text()).isEqualTo(404);
      assertThat(reply.detail())
          .isEqualTo("No label set '%s'. Did you mean '%s'?"
              .formatted(id.substring(0, id.length() - 1), id));
    });
  }

  @Test
  void import_goesByTheETag() {
    put("{'classes':['cat','dog']}");
    String texts = "{'cat':['fur','claws','fur']}";
    assertThat(send("POST", path + "/texts", texts, "If-Match", "\"7\"").status())
        .isEqualTo(412);
    Http.Reply made = send("POST", path + "/texts", texts, "If-Match", "\"1\"");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.header("ETag")).isEqualTo("\"2\"");
    assertThat(made.json().path("added").intValue()).isEqualTo(2);
    assertThat(made.json().path("duplicates").intValue()).isEqualTo(1);
    Http.Reply again = send("POST", path + "/texts", texts);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("duplicates").intValue()).isEqualTo(3);
    assertThat(again.header("ETag")).isEqualTo("\"2\"");
    Http.Reply unknown = send("POST", path + "/texts", "{'fox':['red']}");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.detail()).contains("No class of this set has the label 'fox'");
    assertThat(send("POST", path + "/texts", "{}").status()).isEqualTo(400);
    assertThat(send("POST", path + "@1/texts", texts).status()).isEqualTo(422);
  }

  @Test
  void import_duringABuild_isAConflict() {
    put("{'classes':['cat']}");
    textEncoder.hold();
    Http.Reply accepted =
        send("POST", path + "/texts", "{'cat':['%s']}".formatted(path), "Prefer", "respond-async");
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.header("Location")).startsWith("/jobs/");
    assertThat(send("POST", path + "/texts", "{'cat':['more']}").status()).isEqualTo(409);
    textEncoder.release();
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> http.get(path).header("ETag").equals("\"2\""));
  }

  @Test
  void texts_areListedByDimension() {
    put("{'classes':[{'label':'cat','texts':{'attribute':['whiskers']}},'dog']}");
    JsonNode page = http.get(path + "/texts?limit=2").json();
    assertThat(page.at("/items/1/text").stringValue()).isEqualTo("cat which has whiskers");
    assertThat(page.at("/items/1/kind").stringValue()).isEqualTo("attribute");
    assertThat(page.at("/items/1/tokens").intValue()).isPositive();
    JsonNode last =
        http.get(path + "/texts?cursor=" + page.path("nextCursor").intValue()).json();
    assertThat(last.at("/items/0/dimension").intValue()).isEqualTo(2);
    assertThat(last.at("/items/0/label").stringValue()).isEqualTo("dog");
    assertThat(last.path("nextCursor").isNull()).isTrue();
    assertThat(http.get(path + "/texts?limit=0").status()).isEqualTo(400);
  }
}
