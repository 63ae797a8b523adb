package dev.clipcoder.api;

import static dev.clipcoder.api.Http.MULTIPART;
import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.api.Http.Form;
import dev.clipcoder.api.Http.Reply;
import dev.clipcoder.embedding.Npy;
import dev.clipcoder.encoder.FixedEmbeddings;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EmbedEndpointTest extends ServiceTest {

  private static void assertEmbeddings(Reply reply, String... words) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    JsonNode json = reply.json();
    assertThat(json.path("dimension").intValue()).isEqualTo(FixedEmbeddings.DIMENSION);
    assertThat(json.at("/model/fingerprint").asString()).isEqualTo("9f2c5b1d");
    assertThat(json.path("embeddings").size()).isEqualTo(words.length);
    for (int i = 0; i < words.length; i++) {
      float[] expected = FixedEmbeddings.of(words[i]).toArray();
      for (int j = 0; j < expected.length; j++) {
        assertThat(json.at("/embeddings/%d/%d".formatted(i, j)).floatValue())
            .isEqualTo(expected[j]);
      }
    }
  }

  @Test
  void embed_multipart_answersInOrder() {
    assertEmbeddings(
        http.post(
            "/embed",
            new Form()
                .file("image", picture("dog"))
                .file("image", picture("cat"))
                .build(),
            MULTIPART),
        "dog",
        "cat");
  }

  @Test
  void embed_rawBody_answersOne() {
    assertEmbeddings(http.post("/embed", picture("cat"), "image/png"), "cat");
  }

  @Test
  void embed_jsonImages_answersInOrder() {
    Base64.Encoder base64 = Base64.getEncoder();
    assertEmbeddings(
        http.postJson(
            "/embed",
            Http.json(Map.of(
                "images",
                List.of(
                    base64.encodeToString(picture("cat")),
                    "data:image/png;base64," + base64.encodeToString(picture("dog")))))),
        "cat",
        "dog");
  }

  @Test
  void embed_texts_answersInOrderAndOnceForEqualOnes() {
    assertEmbeddings(
        http.postJson("/embed", "{\"texts\":[\"a cat\",\"a dog\",\"a cat\"]}"),
        "cat",
        "dog",
        "cat");
  }

  @Test
  void embed_acceptNpy_answersANumpyFile() {
    Reply reply =
        http.postJson("/embed", "{\"texts\":[\"a cat\",\"a dog\"]}", "Accept", "application/x-npy");
    assertThat(reply.header("Content-Type")).isEqualTo("application/x-npy");
    assertThat(reply.response().body())
        .isEqualTo(Npy.encode(List.of(FixedEmbeddings.of("cat"), FixedEmbeddings.of("dog"))));
  }

  @Test
  void embed_problemToSomebodyWhoAcceptsNpy_isAProblem() {
    Reply reply = http.postJson("/embed", "{\"texts\":[]}", "Accept", "application/x-npy");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void embed_longText_warns() {
    Reply reply =
        http.postJson("/embed", Http.json(Map.of("texts", List.of("very ".repeat(30) + "cat"))));
    assertThat(reply.json().path("warnings").get(1).asString()).contains("has 33 tokens");
  }

  @Test
  void embed_oneBadPictureOfSeveral_namesIt() {
    Reply reply = http.post(
        "/embed",
        new Form()
            .file("image", picture("dog"))
            .file("image", picture("broken"))
            .build(),
        MULTIPART);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.detail()).isEqualTo("Picture 2 of the request: The PNG is cut off.");
    assertThat(reply.json().at("/errors/0/field").asString()).isEqualTo("images[1]");
  }
}
