package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GenerateEndpointTest extends ServiceTest {

  private String path = "";

  @BeforeEach
  void makeTheSet() {
    path = "/label-sets/set-" + UUID.randomUUID();
    assertThat(send("PUT", path, "{'classes':['basset hound','pug','qwrtzpl']}").status())
        .isEqualTo(201);
  }

  private Http.Reply send(String method, String path, String json, String... headers) {
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return http.send(method, path, body, "application/json", headers);
  }

  private Http.Reply generate(String json, String... headers) {
    return send("POST", path + "/generate", json, headers);
  }

  private List<String> texts(int index, String kind) {
    return http.get(path)
        .json()
        .at("/classes/%d/texts/%s".formatted(index, kind))
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  @Test
  void namesAlone_becomeABankOfTexts_inANewVersion() {
    Http.Reply made = generate("{}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.header("ETag")).isEqualTo("\"2\"");
    JsonNode report = made.json().path("report");
    assertThat(report.path("source").asString()).isEqualTo("wordnet");
    assertThat(report.path("notFound").get(0).asString()).isEqualTo("qwrtzpl");
    assertThat(texts(0, "attribute")).contains("short legs", "long ears");
    assertThat(texts(0, "analogous")).contains("bloodhound");
    assertThat(texts(0, "synonym")).containsExactly("basset");
    assertThat(texts(2, "attribute")).isEmpty();
    assertThat(http.get(path + "@1").json().at("/classes/0/texts/attribute").size())
        .isZero();
  }

  @Test
  void generatedTexts_tellWhereTheyComeFrom_andServe() {
    generate("{}");
    JsonNode items = http.get(path + "/texts").json().path("items");
    JsonNode name = items.get(0);
    JsonNode attribute = items.get(1);
    assertThat(name.at("/provenance/source").asString()).isEqualTo("user");
    assertThat(name.at("/provenance/model").isNull()).isTrue();
    assertThat(attribute.path("text").asString()).isEqualTo("basset hound which has short legs");
    assertThat(attribute.at("/provenance/source").asString()).isEqualTo("wordnet");
    assertThat(attribute.at("/provenance/model").asString()).isEqualTo("WordNet 3.1");
  }

  @Test
  void again_addsNothing() {
    generate("{}");
    Http.Reply again = generate("{}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("ETag")).isEqualTo("\"2\"");
    assertThat(again.json().at("/report/added").asInt()).isZero();
    assertThat(again.json().at("/report/duplicates").asInt()).isPositive();
  }

  @Test
  void kinds_andNearestPairs_areWhatIsMade() {
    Http.Reply made = generate("{'kinds':['synonym'],'pairs':{'nearest':1}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(texts(0, "synonym")).isNotEmpty();
    assertThat(texts(0, "attribute")).isEmpty();
    assertThat(made.json().at("/report/pairs").asInt()).isEqualTo(1);
  }

  @Test
  void jobInTheBackground_isFollowedByItsAddress() {
    Http.Reply begun = generate("{}", "Prefer", "respond-async");
    assertThat(begun.status()).isEqualTo(202);
    String job = begun.header("Location");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> http.get(job).json().path("state").asString().equals("succeeded"));
    JsonNode done = http.get(job).json();
    assertThat(done.path("kind").asString()).isEqualTo("label-set-generate");
    assertThat(done.path("done").asLong())
        .isEqualTo(done.path("total").asLong())
        .isEqualTo(6);
    assertThat(done.at("/result/href").asString()).isEqualTo(path);
    assertThat(texts(1, "attribute")).contains("a tightly curled tail");
  }

  /** Of all pairs of two different texts of a class, from their embeddings. */
  private double meanCosine(String label) {
    List<String> phrases = http.get(path + "/texts?limit=1000")
        .json()
        .path("items")
        .valueStream()
        .filter(text -> text.path("label").asString().equals(label))
        .map(text -> text.path("text").asString())
        .toList();
    List<JsonNode> rows = new ArrayList<>();
    for (String phrase : phrases) {
      String body = JsonMapper.shared().writeValueAsString(Map.of("texts", List.of(phrase)));
      rows.add(send("POST", "/embed", body).json().at("/embeddings/0"));
    }
    assertThat(rows).hasSizeGreaterThan(10);
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < rows.size(); i++) {
      for (int j = i + 1; j < rows.size(); j++, pairs++) {
        for (int d = 0; d < rows.get(i).size(); d++) {
          sum += rows.get(i).get(d).asDouble() * rows.get(j).get(d).asDouble();
        }
      }
    }
    return sum / pairs;
  }

  @Test
  void quality_tellsWhatTheTextsAreWorth() {
    JsonNode before = http.get(path + "/quality").json();
    assertThat(before.path("fewTexts").size()).isEqualTo(3);
    assertThat(before.path("meanCosine").isNull()).isTrue();
    assertThat(before.path("generation").isNull()).isTrue();
    generate("{'pairs':{'nearest':3}}");
    Http.Reply reply = http.get(path + "/quality?limit=2");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    JsonNode quality = reply.json();
    assertThat(quality.path("version").asInt()).isEqualTo(2);
    assertThat(quality.path("fewTexts").valueStream().map(JsonNode::asString))
        .containsExactly("qwrtzpl");
    assertThat(quality.at("/generation/notes").size()).isEqualTo(2);
    int added = quality.at("/generation/added").asInt();
    assertThat(added).isPositive();
    generate("{'pairs':{'nearest':3}}");
    JsonNode again = http.get(path + "/quality").json();
    assertThat(again.path("version").asInt()).isEqualTo(2);
    assertThat(again.at("/generation/added").asInt()).isEqualTo(added);
    assertThat(quality.at("/generation/notes/0/note").asString()).startsWith("basset: ");
    JsonNode basset = quality.at("/items/0");
    assertThat(basset.at("/texts/attribute").asInt())
        .isEqualTo(texts(0, "attribute").size());
    assertThat(basset.path("meanCosine").asDouble())
        .isCloseTo(meanCosine("basset hound"), within(1e-4));
    assertThat(basset.path("nearest").asString()).isIn("pug", "qwrtzpl");
    assertThat(quality.at("/pairs/possible").asInt()).isEqualTo(3);
    // WordNet knows nothing of the third class.
    assertThat(quality.at("/pairs/covered").asInt()).isEqualTo(1);
    assertThat(quality.path("nextCursor").asInt()).isEqualTo(2);
    int words = texts(0, "attribute").size() + texts(0, "analogous").size() + 2;
    assertThat(quality.path("texts").asInt()).isGreaterThan(words);
    assertThat(http.get(path + "@1/quality").json().at("/kinds/attribute").asInt())
        .isZero();
    assertThat(http.get("/label-sets/absent/quality").status()).isEqualTo(404);
  }

  @Test
  void languageModel_thatIsNotConfigured_isTold() {
    Http.Reply unconfigured = generate("{'source':'llm'}");
    assertThat(unconfigured.status()).isEqualTo(422);
    assertThat(unconfigured.detail())
        .contains("clipcoder.textgen.llm.base-url", "clipcoder.textgen.llm.model");
    assertThat(http.get(path).header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void whatIsWrong_isTold() {
    assertThat(generate("{'kind':['synonym']}").status()).isEqualTo(400);
    assertThat(generate("{'pairs':3}").status()).isEqualTo(400);
    assertThat(generate("{'kinds':['name']}").status()).isEqualTo(422);
    assertThat(generate("{'kinds':[]}").status()).isEqualTo(422);
    assertThat(generate("{'perClass':0}").status()).isEqualTo(422);
    assertThat(generate("{'pairs':{'nearest':0}}").status()).isEqualTo(422);
    Http.Reply unknown = generate("{'source':'oracle'}");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.json().at("/errors/0/field").asString()).isEqualTo("source");
    assertThat(unknown.detail()).contains("wordnet");
    assertThat(generate("{}", "If-Match", "\"7\"").status()).isEqualTo(412);
    assertThat(send("POST", "/label-sets/absent/generate", "{}").status()).isEqualTo(404);
    assertThat(send("POST", path + "@1/generate", "{}").status()).isEqualTo(422);
  }
}
