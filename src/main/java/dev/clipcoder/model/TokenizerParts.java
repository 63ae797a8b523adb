package dev.clipcoder.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds a {@code tokenizer.json} to the parts that tokenizers of CLIP models are made of. The native code that reads
 * it next ends the whole process at some files that it does not expect, so nothing unexpected may reach it.
 */
final class TokenizerParts {

  private static final String SEQUENCE = "Sequence";

  /** Types by part, but for sequences of them. */
  private static final Map<String, Set<String>> TYPES = Map.of(
      "normalizer",
      Set.of("NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Replace", "Strip", "StripAccents"),
      "pre_tokenizer",
      Set.of("Split", "ByteLevel", "Whitespace", "WhitespaceSplit", "Digits", "Punctuation"),
      "post_processor",
      Set.of("RobertaProcessing", "BertProcessing", "TemplateProcessing", "ByteLevel"));

  /** The key under which a sequence has its members. */
  private static final Map<String, String> MEMBERS = Map.of(
      "normalizer", "normalizers",
      "pre_tokenizer", "pretokenizers",
      "post_processor", "processors");

  /** Matching any other expression can take too long, at which the native code ends the process as well. */
  private static final Set<String> EXPRESSIONS = Set.of(
      "\\s+",
      ClipBytePairs.WORDS,
      ClipBytePairs.WORDS.substring(ClipBytePairs.WORDS.indexOf("'s|")));

  private final String file;

  private TokenizerParts(String file) {
    this.file = file;
  }

  /** Checks the parts, and takes away what only decoding needs. All else is the file's own. */
  static TokenizerPlan plan(String file, ObjectNode json) {
    TokenizerParts parts = new TokenizerParts(file);
    TYPES.keySet().stream().sorted().forEach(part -> parts.part(part, json.path(part)));
    parts.model(json.path("model"));
    json.putNull("decoder");
    return new TokenizerPlan(json, UnaryOperator.identity(), null);
  }

  /** Checks a model of byte pairs alone. */
  static void requireBytePairs(String file, JsonNode model) {
    new TokenizerParts(file).model(model);
  }

  private void part(String part, JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return;
    }
    String type = node.path("type").asString("");
    if (type.equals(SEQUENCE)) {
      JsonNode members = node.path(MEMBERS.get(part));
      if (!members.isArray()) {
        throw unexpected(part, "a sequence without members");
      }
      members.forEach(member -> simple(part, member));
    } else {
      simple(part, node);
    }
  }

  private void simple(String part, JsonNode node) {
    String type = node.path("type").asString("");
    Set<String> types = TYPES.getOrDefault(part, Set.of());
    if (!types.contains(type)) {
      throw unexpected(
          part,
          "the type '%s'; expected one of %s"
              .formatted(type, types.stream().sorted().toList()));
    }
    JsonNode pattern = node.path("pattern");
    JsonNode expression = pattern.path("Regex");
    boolean isKnown = pattern.isMissingNode()
        || (expression.isString() && EXPRESSIONS.contains(expression.asString()))
        || !pattern.path("String").asString("").isEmpty();
    if (!isKnown) {
      throw unexpected(part, "the pattern %s; expected those of CLIP".formatted(pattern));
    }
  }

  /** A prefix would be cut off every merged token, whether it is that long or not. */
  private void model(JsonNode model) {
    if (!model.path("type").asString("BPE").equals("BPE")) {
      throw unexpected(
          "model", "the type '%s'; expected BPE".formatted(model.path("type").asString("")));
    }
    for (String key : List.of("continuing_subword_prefix", "unk_token", "end_of_word_suffix")) {
      JsonNode value = model.path(key);
      if (!value.isMissingNode() && !value.isNull() && !value.isString()) {
        throw unexpected("model", "%s that is no text".formatted(key));
      }
    }
    if (!model.path("continuing_subword_prefix").asString("").isEmpty()) {
      throw unexpected("model", "a continuing_subword_prefix; expected none");
    }
    JsonNode unknown = model.path("unk_token");
    if (unknown.isString() && !model.path("vocab").has(unknown.asString())) {
      throw unexpected("model", "the unk_token %s, which it does not know".formatted(unknown));
    }
  }

  private CheckpointException unexpected(String part, String what) {
    return new CheckpointException("%s: its %s has %s.".formatted(file, part, what));
  }
}
