package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.testing.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OpenAI's vocabulary against the ids that Hugging Face's tokenizer gives. */
class TokenizerTest {

  private static final Path FILES = Fixtures.RESOURCES.resolve("tokenizer");
  private static final int CONTEXT = 77;
  private static final long BEGIN = 49406;
  private static final long END = 49407;

  @TempDir
  static Path folder;

  private static Tokenizer tokenizer;

  @BeforeAll
  static void open() throws IOException {
    Path packed = FILES.resolve("clip-vit-base-patch32/tokenizer.json.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      Files.copy(in, folder.resolve(TokenizerSource.JSON));
    }
    Architecture architecture =
        new ClipFamily().describe(JsonMapper.shared().readTree("{\"model_type\":\"clip\"}"));
    tokenizer = Tokenizer.open(
        new TokenizerSource.Complete(folder.resolve(TokenizerSource.JSON)), architecture);
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @Test
  void encode_publishedTexts_equalsTheReference() {
    for (Map.Entry<String, JsonNode> text :
        Fixtures.json(FILES.resolve("golden-tokens.json")).path("fixtures").properties()) {
      long[] inner = ids(text.getValue());
      long[] expected = new long[inner.length + 2];
      expected[0] = BEGIN;
      System.arraycopy(inner, 0, expected, 1, inner.length);
      expected[expected.length - 1] = END;
      assertEncodes(text.getKey(), expected);
    }
  }

  @Test
  void encode_hardTexts_equalsTheReference() {
    JsonNode texts = Fixtures.json(FILES.resolve("hard-tokens.json"));
    assertThat(texts.size()).isGreaterThan(50);
    for (JsonNode text : texts) {
      assertEncodes(text.path("text").asString(), ids(text.path("ids")));
    }
  }

  @Test
  void encode_longerThanTheContext_keepsTheEndAndSaysSo() {
    Tokens tokens = tokenizer.encode("cat ".repeat(100));

    assertThat(tokens.ids()).hasSize(CONTEXT).startsWith(BEGIN).endsWith(END);
    assertThat(tokens.count()).isEqualTo(102);
    assertThat(tokens.isTruncated()).isTrue();
    assertThat(tokens.endPosition()).isEqualTo(CONTEXT - 1);
  }

  @Test
  void encode_exactlyTheContext_isNotCut() {
    Tokens tokens = tokenizer.encode("cat ".repeat(CONTEXT - 2));

    assertThat(tokens.ids()).hasSize(CONTEXT);
    assertThat(tokens.isTruncated()).isFalse();
  }

  /** Compares up to the context: the reference is not cut. */
  private static void assertEncodes(String text, long[] expected) {
    Tokens tokens = tokenizer.encode(text);
    assertThat(tokens.count()).as(text).isEqualTo(expected.length);
    long[] cut = expected;
    if (expected.length > CONTEXT) {
      cut = Arrays.copyOf(expected, CONTEXT);
      cut[CONTEXT - 1] = END;
    }
    assertThat(tokens.ids()).as(text).isEqualTo(cut);
    assertThat(tokens.ids()[tokens.endPosition()]).as(text).isEqualTo(END);
  }

  private static long[] ids(JsonNode node) {
    return node.valueStream().mapToLong(JsonNode::asLong).toArray();
  }
}
