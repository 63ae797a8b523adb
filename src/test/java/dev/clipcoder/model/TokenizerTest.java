package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.testing.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

  /**
   * transformers lower-cases a text before it looks for the start of text if the tokenizer comes from the published
   * tokenizer.json, but not if it comes from vocab.json and merges.txt.
   */
  private static final String CAPITALS = "special tokens in capitals";

  private static final long[] CAPITALS_OF_PARTS = {
    BEGIN, 27, 347, 40786, 4160, 91, 285, 27, 347, 993, 6659, 4160, 91, 285, END
  };

  private static final Map<Source, Tokenizer> TOKENIZERS = new EnumMap<>(Source.class);

  /** Where OpenAI's vocabulary comes from. */
  enum Source {
    TOKENIZER_JSON,
    VOCABULARY_AND_MERGES,
    BUILT_IN
  }

  @BeforeAll
  static void open() throws IOException {
    Path packed = FILES.resolve("clip-vit-base-patch32/tokenizer.json.gz");
    Path complete = folder.resolve(TokenizerSource.JSON);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      Files.copy(in, complete);
    }
    Path parts = Files.createDirectory(folder.resolve("parts"));
    JsonNode model = Fixtures.json(complete).path("model");
    Files.writeString(
        parts.resolve(TokenizerSource.VOCABULARY), model.path("vocab").toString());
    List<String> merges = new ArrayList<>(List.of("#version: 0.2"));
    for (JsonNode merge : model.path("merges")) {
      merges.add(merge.get(0).asString() + " " + merge.get(1).asString());
    }
    Files.write(parts.resolve(TokenizerSource.MERGES), merges);

    Architecture architecture =
        new ClipFamily().describe(JsonMapper.shared().readTree("{\"model_type\":\"clip\"}"));
    Map<Source, TokenizerSource> sources = Map.of(
        Source.TOKENIZER_JSON, Objects.requireNonNull(TokenizerSource.find(folder)),
        Source.VOCABULARY_AND_MERGES, Objects.requireNonNull(TokenizerSource.find(parts)),
        Source.BUILT_IN, new TokenizerSource.OpenAi());
    sources.forEach((name, source) -> TOKENIZERS.put(name, Tokenizer.open(source, architecture)));
  }

  @AfterAll
  static void close() {
    TOKENIZERS.values().forEach(Tokenizer::close);
  }

  @ParameterizedTest
  @EnumSource
  void encode_publishedTexts_equalsTheReference(Source source) {
    for (Map.Entry<String, JsonNode> text :
        Fixtures.json(FILES.resolve("golden-tokens.json")).path("fixtures").properties()) {
      long[] inner = ids(text.getValue());
      long[] expected = new long[inner.length + 2];
      expected[0] = BEGIN;
      System.arraycopy(inner, 0, expected, 1, inner.length);
      expected[expected.length - 1] = END;
      assertEncodes(source, text.getKey(), expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void encode_hardTexts_equalsTheReference(Source source) {
    JsonNode texts = Fixtures.json(FILES.resolve("hard-tokens.json"));
    assertThat(texts.size()).isGreaterThan(50);
    for (JsonNode text : texts) {
      boolean differs =
          source != Source.TOKENIZER_JSON && text.path("name").asString().equals(CAPITALS);
      assertEncodes(
          source,
          text.path("text").asString(),
          differs ? CAPITALS_OF_PARTS : ids(text.path("ids")));
    }
  }

  @Test
  void encode_longerThanTheContext_keepsTheEndAndSaysSo() {
    Tokens tokens = tokenizer(Source.TOKENIZER_JSON).encode("cat ".repeat(100));

    assertThat(tokens.ids()).hasSize(CONTEXT).startsWith(BEGIN).endsWith(END);
    assertThat(tokens.count()).isEqualTo(102);
    assertThat(tokens.isTruncated()).isTrue();
    assertThat(tokens.endPosition()).isEqualTo(CONTEXT - 1);
  }

  @Test
  void encode_exactlyTheContext_isNotCut() {
    Tokens tokens = tokenizer(Source.TOKENIZER_JSON).encode("cat ".repeat(CONTEXT - 2));

    assertThat(tokens.ids()).hasSize(CONTEXT);
    assertThat(tokens.isTruncated()).isFalse();
  }

  private static Tokenizer tokenizer(Source source) {
    return Objects.requireNonNull(TOKENIZERS.get(source));
  }

  /** Compares up to the context: the reference is not cut. */
  private static void assertEncodes(Source source, String text, long[] expected) {
    Tokens tokens = tokenizer(source).encode(text);
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
