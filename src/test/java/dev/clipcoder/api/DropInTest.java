package dev.clipcoder.api;

import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.api.Http.Reply;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingBytes;
import dev.clipcoder.encoder.FixedEmbeddings;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What clients of other services send, byte for byte where it matters. */
@TestPropertySource(properties = "clipcoder.drop-ins.model-aliases=clip-alias")
class DropInTest extends ServiceTest {

  private static final String EMBEDDINGS = "/v1/embeddings";
  private static final String ZERO_SHOT = "/v1/zero-shot-image-classification";

  private static String base64(String word) {
    return Base64.getEncoder().encodeToString(picture(word));
  }

  private Reply send(String path, String json) {
    return http.postJson(path, json.replace('\'', '"'));
  }

  private static void assertRow(JsonNode row, int index, String word) {
    assertThat(row.path("object").asString()).isEqualTo("embedding");
    assertThat(row.path("index").asInt()).isEqualTo(index);
    float[] expected = FixedEmbeddings.of(word).toArray();
    for (int d = 0; d < expected.length; d++) {
      assertThat(row.path("embedding").get(d).floatValue()).isEqualTo(expected[d]);
    }
  }

  @Test
  void models_areTheLoadedOne() {
    JsonNode models = http.get("/v1/models").json();
    assertThat(models.path("object").asString()).isEqualTo("list");
    assertThat(models.path("data").size()).isEqualTo(1);
    String id = models.at("/data/0/id").asString();
    assertThat(models.at("/data/0/object").asString()).isEqualTo("model");
    assertThat(models.at("/data/0/owned_by").asString()).isEqualTo("clipcoder");
    assertThat(http.get("/v1/models/" + id).json().path("id").asString()).isEqualTo(id);
    assertThat(http.get("/v1/models/" + id.replace("/", "%2F")).status()).isEqualTo(200);
    assertThat(http.get("/v1/models/clip-alias").json().path("id").asString()).isEqualTo(id);
  }

  @Test
  void model_thatIsNotServed_isRefusedInOpenAisForm() {
    Reply reply = http.get("/v1/models/openai/other");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.json().at("/error/message").asString())
        .startsWith("The model 'openai/other' is not served here; '");
    assertThat(reply.json().at("/error/param").asString()).isEqualTo("model");
    assertThat(reply.json().at("/error/type").asString()).isEqualTo("invalid_request_error");
  }

  /** The newest client for Python encodes the slashes of names. */
  @Test
  void encodedSlash_isOneOfAModelsName_andNowhereElseAllowed() {
    assertThat(http.get("/v1/models/openai%2Fother").json().at("/error/message").asString())
        .startsWith("The model 'openai/other' is not served here");
    assertThat(http.get("/v1/models/..%2F..%2Flabel-sets").status()).isEqualTo(404);
    for (String path : List.of("/label-sets%2Fpets", "/v1%2Fmodels", "/label-sets/%252e%252e/x")) {
      Reply reply = http.get(path);
      assertThat(reply.status()).as(path).isEqualTo(400);
    }
    assertThat(http.get("/label-sets/a%2Fb").detail()).contains("an encoded '/'");
  }

  @Test
  void textsAndPictures_comeBackInTheirOrder_withTheTokensOfTheTexts() {
    Reply reply = send(
        EMBEDDINGS,
        "{'model':'clip-alias','user':'u1','input':['dog','data:image/png;base64,%s','cat']}"
            .formatted(base64("bird")));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    JsonNode json = reply.json();
    assertThat(json.path("object").asString()).isEqualTo("list");
    assertThat(json.path("data").size()).isEqualTo(3);
    assertRow(json.at("/data/0"), 0, "dog");
    assertRow(json.at("/data/1"), 1, "bird");
    assertRow(json.at("/data/2"), 2, "cat");
    int tokens = json.at("/usage/prompt_tokens").asInt();
    assertThat(tokens).isPositive();
    assertThat(json.at("/usage/total_tokens").asInt()).isEqualTo(tokens);
    assertThat(send(EMBEDDINGS, "{'input':'dog'}")
            .json()
            .at("/usage/prompt_tokens")
            .asInt())
        .isBetween(1, tokens - 1);
    assertThat(reply.header("X-Cache")).isEqualTo("miss");
    assertThat(reply.header("Server-Timing")).contains("encode");
  }

  @Test
  void base64_isWhatThePythonClientAsksFor() {
    JsonNode json =
        send(EMBEDDINGS, "{'input':'dog','encoding_format':'base64'}").json();
    Embedding read = EmbeddingBytes.read(
        Base64.getDecoder().decode(json.at("/data/0/embedding").asString()));
    assertThat(read).isEqualTo(FixedEmbeddings.of("dog"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {}                                         | 400 | input           | 'input' is missing.
      {'input':[]}                               | 400 | input           | 'input' is missing.
      {'input':[[1,2]]}                          | 400 | input[0]        | 'input[0]' holds token numbers
      {'input':[1]}                              | 400 | input[0]        | 'input[0]' holds token numbers
      {'input':[true]}                           | 400 | input[0]        | 'input[0]' must be a string.
      {'input':['a','b','c','d','e','f']}        | 422 | input           | 6 input; at most 5
      {'input':'x','model':'other'}              | 404 | model           | The model 'other' is not served
      {'input':'x','encoding_format':'int8'}     | 400 | encoding_format | 'encoding_format' must be
      {'input':'x','dimensions':2}               | 422 | dimensions      | Embeddings of
      {'input':'x','dimensions':'two'}           | 400 | dimensions      | 'dimensions' must be a whole number.
      {'input':'data:image/png;base64,?'}        | 400 | input[0]        | 'input[0]' is not base64.
      """)
  void embeddings_refuse(String body, int status, String field, String sentence) {
    Reply reply = send(EMBEDDINGS, body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.json().at("/error/message").asString()).startsWith(sentence);
    assertThat(reply.json().at("/error/param").asString()).isEqualTo(field);
  }

  @Test
  void brokenPicture_andBrokenBody_haveOpenAisFormToo() {
    Reply reply = send(EMBEDDINGS, "{'input':'data:image/png;base64,QUJD'}");
    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.json().at("/error/code").asString()).isEqualTo("unsupported-media-type");
    Reply broken = send(EMBEDDINGS, "{'input':");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.json().at("/error/message").asString()).contains("not valid JSON");
    Reply text = http.post(EMBEDDINGS, new byte[] {'x'}, "text/plain");
    assertThat(text.status()).isEqualTo(415);
    assertThat(text.json().at("/error/message").asString()).startsWith("Only JSON is read here.");
    Reply method = http.get(EMBEDDINGS);
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.json().at("/error/message").asString()).contains("use POST");
  }

  /** The forms that versions of the clients for Python and JavaScript have sent. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'inputs':'%s','parameters':{'candidate_labels':['dog','cat'],'hypothesis_template':'{}'}}",
        "{'inputs':{'image':'%s'},'parameters':{'candidate_labels':['dog','cat'],'hypothesis_template':'{}'}}",
        "{'image':'%s','parameters':{'candidate_labels':'dog,cat','hypothesis_template':'{}'}}",
        "{'inputs':{'image':'%s','candidateLabels':'dog, cat','hypothesisTemplate':'{}'}}",
        "{'image':'%s','candidateLabels':['dog','cat'],'hypothesis_template':'{}','options':{'use_cache':false}}"
      })
  void zeroShot_takesEveryForm(String form) {
    Reply reply = send(ZERO_SHOT, form.formatted(base64("cat")));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    JsonNode labels = reply.json();
    assertThat(labels.size()).isEqualTo(2);
    assertThat(labels.at("/0/label").asString()).isEqualTo("cat");
    assertThat(labels.at("/1/label").asString()).isEqualTo("dog");
    double first = labels.at("/0/score").asDouble();
    double second = labels.at("/1/score").asDouble();
    assertThat(first).isGreaterThan(second);
    assertThat(first + second).isCloseTo(1, within(1e-6));
  }

  @Test
  void zeroShot_isTheAnswerOfClassify_withThePipelinesTemplate() {
    JsonNode zeroShot = send(
            ZERO_SHOT,
            "{'inputs':'%s','parameters':{'candidate_labels':['dog','cat','bird']}}"
                .formatted(base64("cat")))
        .json();
    JsonNode classify = http.postJson(
            "/classify",
            Http.json(Map.of(
                "image",
                base64("cat"),
                "labels",
                List.of("dog", "cat", "bird"),
                "template",
                "This is a photo of {}.")))
        .json();
    for (int i = 0; i < 3; i++) {
      assertThat(zeroShot.get(i).path("label"))
          .isEqualTo(classify.at("/predictions/%d/label".formatted(i)));
      assertThat(zeroShot.get(i).path("score").asDouble())
          .isEqualTo(classify.at("/predictions/%d/probability".formatted(i)).asDouble());
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {}                                                             | 400 | 'candidate_labels' is missing.
      {'parameters':{'candidate_labels':['a']}}                      | 400 | There is no picture.
      {'inputs':'QUJD','parameters':{'candidate_labels':['a']}}      | 415 | Not a picture of a kind
      {'inputs':'QUJD','parameters':{'candidate_labels':['a',1]}}    | 400 | 'candidate_labels[1]' must be
      {'inputs':'QUJD','parameters':{'candidate_labels':{'a':1}}}    | 400 | 'candidate_labels' must be
      {'inputs':'QUJD','parameters':{'candidate_labels':['a','a']}}  | 422 | Labels 1 and 2 are both 'a'.
      {'inputs':'QUJD','parameters':{'candidate_labels':['a'],'hypothesis_template':'x'}} | 422 | The template has no place
      {'inputs':'QUJD','parameters':{'candidate_labels':['a'],'hypothesis_template':3}}   | 400 | 'hypothesis_template' must be
      """)
  void zeroShot_refuses(String body, int status, String sentence) {
    Reply reply = send(ZERO_SHOT, body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.json().path("error").asString()).startsWith(sentence);
  }
}
