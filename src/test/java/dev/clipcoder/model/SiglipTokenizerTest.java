package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.testing.Fixtures;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** SigLIP's two kinds of tokenizer against the ids that transformers gives. */
class SiglipTokenizerTest {

  private static final String SENTENCE_PIECE = "siglip-f32";
  private static final String WITH_BYTES = "siglip-f16";
  private static final String GEMMA = "siglip2-bf16";

  private static final int CONTEXT = 64;
  private static final long END = 1;

  private static final Map<String, Checkpoint> CHECKPOINTS = new HashMap<>();

  @TempDir
  static Path dataDir;

  @BeforeAll
  static void open() {
    for (String name : new String[] {SENTENCE_PIECE, WITH_BYTES, GEMMA}) {
      CHECKPOINTS.put(
          name, CheckpointReader.rememberingIn(dataDir).read(name, Fixtures.siglip(name)));
    }
  }

  @AfterAll
  static void close() {
    CHECKPOINTS.values().forEach(Checkpoint::close);
  }

  @ParameterizedTest
  @ValueSource(strings = {SENTENCE_PIECE, WITH_BYTES, GEMMA})
  void encode_hardTexts_equalsTheReference(String name) {
    JsonNode expected = Fixtures.json(Fixtures.siglip("tokens.json")).path(name);
    JsonNode texts = Fixtures.json(Fixtures.RESOURCES.resolve("tokenizer/hard-tokens.json"));
    assertThat(texts.size()).isGreaterThan(50).isEqualTo(expected.size());
    long fill = name.equals(GEMMA) ? 0 : END;
    for (JsonNode text : texts) {
      JsonNode row = expected.path(text.path("name").asString());
      Tokens tokens = encode(name, text.path("text").asString());
      assertThat(tokens.ids())
          .as(text.path("name").asString())
          .isEqualTo(padded(row.path("ids"), tokens.ids().length, fill));
      assertThat(tokens.count())
          .as(text.path("name").asString())
          .isEqualTo(row.path("count").asInt());
    }
  }

  @Test
  void encode_emptyText_isItsEndAndPadding() {
    assertThat(encode(SENTENCE_PIECE, "").ids()).hasSize(CONTEXT).containsOnly(END);
    assertThat(encode(GEMMA, "").ids()).hasSize(CONTEXT).startsWith(END, 0).endsWith(0);
    assertThat(encode(GEMMA, "").count()).isEqualTo(1);
    assertThat(encode(GEMMA, "").endPosition()).isEqualTo(CONTEXT - 1);
  }

  @Test
  void encode_longerThanTheContext_keepsTheEndAndSaysSo() {
    Tokens tokens = encode(SENTENCE_PIECE, "cat ".repeat(1250));

    assertThat(tokens.ids()).hasSize(CONTEXT).endsWith(END);
    assertThat(tokens.ids()[CONTEXT - 2]).isNotEqualTo(END);
    assertThat(tokens.count()).isGreaterThan(1250);
    assertThat(tokens.isTruncated()).isTrue();
    assertThat(encode(SENTENCE_PIECE, "cat").isTruncated()).isFalse();
  }

  /** transformers would end the text there; texts of requests have no special tokens here. */
  @Test
  void encode_endOfTextSpelledOut_isText() {
    assertThat(encode(SENTENCE_PIECE, "a </s> b").ids())
        .isEqualTo(encode(SENTENCE_PIECE, "a s b").ids());
  }

  private static Tokens encode(String name, String text) {
    return Objects.requireNonNull(CHECKPOINTS.get(name)).tokenizer().encode(text);
  }

  private static long[] padded(JsonNode ids, int length, long fill) {
    long[] padded = new long[length];
    Arrays.fill(padded, fill);
    for (int i = 0; i < ids.size(); i++) {
      padded[i] = ids.get(i).asLong();
    }
    return padded;
  }
}
