package dev.clipcoder.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * CLIP's byte-pair tokenizer as a {@code tokenizer.json}, as transformers builds it from a vocabulary and its merges:
 * NFC, white space to single spaces, lower case, split into words, then byte pairs.
 *
 * @param vocabulary ids by token
 * @param merges pairs of tokens, the first merged first
 */
record ClipBytePairs(JsonNode vocabulary, List<String[]> merges) {

  private static final String BEGIN = "<|startoftext|>";
  private static final String END = "<|endoftext|>";
  private static final String WORD_END = "</w>";
  static final String WORDS = "<\\|startoftext\\|>|<\\|endoftext\\|>|"
      + "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

  /** Of a folder's two files. */
  static ClipBytePairs of(JsonNode vocabulary, List<String> lines) {
    for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
      JsonNode id = token.getValue();
      if (!id.isIntegralNumber() || !id.canConvertToInt() || id.asInt() < 0) {
        throw new CheckpointException("%s: '%s' has the id %s; expected a whole number from 0."
            .formatted(TokenizerSource.VOCABULARY, token.getKey(), id));
      }
    }
    for (String token : List.of(BEGIN, END)) {
      if (!vocabulary.has(token)) {
        throw new CheckpointException("%s has no id for '%s'; expected CLIP's vocabulary."
            .formatted(TokenizerSource.VOCABULARY, token));
      }
    }
    List<String[]> merges = merges(lines);
    for (String[] merge : merges) {
      for (String token : List.of(merge[0], merge[1], merge[0] + merge[1])) {
        if (!vocabulary.has(token)) {
          throw new CheckpointException("%s merges into '%s', which %s does not have."
              .formatted(TokenizerSource.MERGES, token, TokenizerSource.VOCABULARY));
        }
      }
    }
    return new ClipBytePairs(vocabulary, merges);
  }

  /** Of merges alone: OpenAI's ids are the bytes, the bytes at a word's end, the merges, begin and end. */
  static ClipBytePairs inOrderOf(List<String> lines) {
    List<String[]> merges = merges(lines);
    List<String> tokens = new ArrayList<>();
    List<String> bytes = byteSymbols();
    tokens.addAll(bytes);
    bytes.forEach(symbol -> tokens.add(symbol + WORD_END));
    merges.forEach(merge -> tokens.add(merge[0] + merge[1]));
    tokens.add(BEGIN);
    tokens.add(END);
    ObjectNode vocabulary = JsonNodeFactory.instance.objectNode();
    for (int id = 0; id < tokens.size(); id++) {
      vocabulary.put(tokens.get(id), id);
    }
    return new ClipBytePairs(vocabulary, merges);
  }

  /** The lines of a file of merges. */
  static List<String> lines(String name, byte[] text) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(text))
          .toString()
          .lines()
          .toList();
    } catch (CharacterCodingException e) {
      throw new CheckpointException("%s is not UTF-8.".formatted(name), e);
    }
  }

  private static List<String[]> merges(List<String> lines) {
    List<String[]> merges = new ArrayList<>();
    for (String line : lines) {
      if (line.isEmpty() || line.startsWith("#version")) {
        continue;
      }
      String[] pair = line.split(" ", -1);
      if (pair.length != 2 || pair[0].isEmpty() || pair[1].isEmpty()) {
        throw new CheckpointException("%s has the line '%s'; expected two tokens and a space."
            .formatted(TokenizerSource.MERGES, line));
      }
      merges.add(pair);
    }
    return merges;
  }

  /** Printable bytes stand for themselves, the others for characters from 256 on; first those, then these. */
  private static List<String> byteSymbols() {
    List<String> printable = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      boolean isPrintable =
          (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xac) || value >= 0xae;
      if (isPrintable) {
        printable.add(Character.toString(value));
      } else {
        others.add(Character.toString(256 + others.size()));
      }
    }
    printable.addAll(others);
    return printable;
  }

  ObjectNode json() {
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree("""
        {"version": "1.0", "added_tokens": [],
         "normalizer": {"type": "Sequence", "normalizers": [
           {"type": "NFC"}, {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "},
           {"type": "Lowercase"}]},
         "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
           {"type": "Split", "pattern": {}, "behavior": "Removed", "invert": true},
           {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}]},
         "post_processor": {"type": "RobertaProcessing", "trim_offsets": false, "add_prefix_space": false},
         "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
         "model": {"type": "BPE", "dropout": null, "continuing_subword_prefix": "",
           "end_of_word_suffix": "</w>", "fuse_unk": false, "byte_fallback": false, "ignore_merges": false}}""");
    ((ObjectNode) json.path("pre_tokenizer").path("pretokenizers").get(0).path("pattern"))
        .put("Regex", WORDS);
    JsonNode begin = vocabulary.path(BEGIN);
    JsonNode end = vocabulary.path(END);
    ((ArrayNode) json.path("added_tokens")).add(special(BEGIN, begin)).add(special(END, end));
    ObjectNode around = (ObjectNode) json.path("post_processor");
    around.putArray("cls").add(BEGIN).add(begin);
    around.putArray("sep").add(END).add(end);
    ObjectNode model = (ObjectNode) json.path("model");
    model.put("unk_token", END).set("vocab", vocabulary);
    ArrayNode pairs = model.putArray("merges");
    merges.forEach(merge -> pairs.addArray().add(merge[0]).add(merge[1]));
    return json;
  }

  private static ObjectNode special(String token, JsonNode id) {
    ObjectNode special = JsonNodeFactory.instance.objectNode();
    special.set("id", id);
    return special
        .put("content", token)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }
}
