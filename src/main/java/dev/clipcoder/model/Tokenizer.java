package dev.clipcoder.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import dev.clipcoder.model.TokenizerPlan.Padding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The checkpoint's own tokenizer, or the one that it means ({@link TokenizerSource}). Native: call it on platform threads only. Safe
 * for use by several threads.
 */
public final class Tokenizer implements AutoCloseable {

  private final HuggingFaceTokenizer tokenizer;
  private final TokenizerPlan plan;
  private final EndOfText endOfText;
  private final int contextLength;

  private Tokenizer(
      HuggingFaceTokenizer tokenizer, TokenizerPlan plan, EndOfText endOfText, int contextLength) {
    this.tokenizer = tokenizer;
    this.plan = plan;
    this.endOfText = endOfText;
    this.contextLength = contextLength;
  }

  static Tokenizer open(TokenizerSource source, Architecture architecture) {
    boolean isPadded = architecture.endOfText() instanceof EndOfText.Last;
    TokenizerPlan plan = isPadded
        ? SiglipTokenizers.plan(source.name(), source.json())
        : TokenizerParts.plan(source.name(), source.json());
    ObjectNode json = plan.json();
    requireVocabulary(source.name(), json, architecture.vocabularySize());
    // Cutting is done here, and lengths are grouped by the encoder: the file's own settings for
    // both would interfere.
    json.putNull("truncation");
    json.putNull("padding");
    Tokenizer opened = new Tokenizer(
        read(source.name(), json.toString()),
        plan,
        architecture.endOfText(),
        architecture.contextLength());
    try {
      if (!isPadded) {
        opened.requireEndOfText(source.name());
      }
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Loads the tokenizer's native library, if nobody has done so before. */
  public static void loadLibrary() {
    EngineEnvironment.prepare();
    LibUtils.checkStatus();
  }

  private static HuggingFaceTokenizer read(String name, String json) {
    loadLibrary();
    try {
      return HuggingFaceTokenizer.newInstance(
          new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
          Map.of("truncation", "DO_NOT_TRUNCATE", "padding", "DO_NOT_PAD"));
    } catch (IOException | RuntimeException e) {
      throw new CheckpointException(
          "%s is not a tokenizer that can be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** A tokenizer of another vocabulary would send ids that the embedding table does not have. */
  private static void requireVocabulary(String name, JsonNode json, int vocabularySize) {
    JsonNode vocabulary = json.path("model").path("vocab");
    long highest = vocabulary.isArray() ? vocabulary.size() - 1L : -1;
    if (vocabulary.isObject()) {
      for (JsonNode id : vocabulary) {
        highest = Math.max(highest, id.asLong(Long.MAX_VALUE));
      }
    }
    for (JsonNode added : json.path("added_tokens")) {
      highest = Math.max(highest, added.path("id").asLong(Long.MAX_VALUE));
    }
    if (highest < 0) {
      throw new CheckpointException("%s has no vocabulary in model.vocab.".formatted(name));
    }
    if (highest >= vocabularySize) {
      throw new CheckpointException(
          "%s has the token id %d; expected ids below %d, the configuration's vocab_size."
              .formatted(name, highest, vocabularySize));
    }
  }

  private void requireEndOfText(String name) {
    long[] empty = tokenizer.encode("").getIds();
    if (endOfText.position(empty) < 1) {
      throw new CheckpointException(
          "%s turns the empty text into the ids %s; expected begin and end of text, the end being %s by the configuration."
              .formatted(name, Arrays.toString(empty), endOfText));
    }
  }

  /**
   * Tokenises one text, begin and end included, cut to the context with its end kept, padded where the family's
   * texts are.
   */
  public Tokens encode(String text) {
    long[] all = tokenizer.encode(plan.preparation().apply(text)).getIds();
    Padding padding = plan.padding();
    if (padding != null) {
      all = Arrays.copyOf(all, all.length + 1);
      all[all.length - 1] = padding.end();
    }
    long[] ids = all;
    if (all.length > contextLength) {
      ids = Arrays.copyOf(all, contextLength);
      ids[contextLength - 1] = all[all.length - 1];
    } else if (padding != null) {
      ids = Arrays.copyOf(all, contextLength);
      Arrays.fill(ids, all.length, contextLength, padding.fill());
    }
    return new Tokens(ids, endOfText.position(ids), all.length);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
