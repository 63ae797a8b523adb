package dev.clipcoder.model;

import dev.clipcoder.model.TokenizerPlan.Padding;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two tokenizers of SigLIP models, told apart by their kind of model. SigLIP's is a SentencePiece of type
 * Unigram, whose texts transformers' {@code SiglipTokenizer} brings into a canonical form first; SigLIP 2's is
 * Gemma's byte-pair encoding over lower-cased texts. Both end a text with one token and begin it with none.
 *
 * <p>All that surrounds the vocabulary is the same for every checkpoint and is done here, so that neither regular
 * expressions nor tables of a file reach the native tokenizer. Special tokens have no meaning in a text of SigLIP.
 */
final class SiglipTokenizers {

  private static final String UNIGRAM_END = "</s>";
  private static final String GEMMA_END = "<eos>";
  private static final String GEMMA_FILL = "<pad>";

  /** In front of tokens that no text may give; no character that Unicode will ever assign. */
  private static final String UNREACHABLE = "\uffff";

  private static final List<String> GEMMA_NORMALIZERS = List.of("Lowercase", "Replace");
  private static final Set<String> SIGLIP_NORMALIZERS =
      Set.of("Lowercase", "Replace", "Strip", "Precompiled");

  private final String file;
  private final ObjectNode json;

  private SiglipTokenizers(String file, ObjectNode json) {
    this.file = file;
    this.json = json;
  }

  /**
   * What to do with texts.
   *
   * @throws CheckpointException if the tokenizer is none of the two
   */
  static TokenizerPlan plan(String file, ObjectNode json) {
    SiglipTokenizers tokenizers = new SiglipTokenizers(file, json);
    String type = json.path("model").path("type").asString("");
    return switch (type) {
      case "Unigram" -> tokenizers.unigram();
      case "BPE" -> tokenizers.gemma();
      default ->
        throw tokenizers.unexpected(
            "model", "the type '%s'; expected Unigram (SigLIP) or BPE (SigLIP 2)".formatted(type));
    };
  }

  private TokenizerPlan unigram() {
    List<JsonNode> normalizers = members(json.path("normalizer"), "normalizers");
    for (JsonNode normalizer : normalizers) {
      String type = normalizer.path("type").asString("");
      if (!SIGLIP_NORMALIZERS.contains(type)) {
        throw unexpected(
            "normalizer",
            "the type '%s'; expected one of %s"
                .formatted(type, SIGLIP_NORMALIZERS.stream().sorted().toList()));
      }
    }
    requireOnly("pre_tokenizer", "pretokenizers", "Metaspace");
    UnaryOperator<String> normalization = normalization(normalizers);
    ArrayNode pieces = pieces(json.path("model").path("vocab"));
    long end = idOf(pieces, UNIGRAM_END);
    hide(pieces);

    ObjectNode model = JsonMapper.shared().createObjectNode();
    model.put("type", "Unigram");
    model.put("unk_id", unknown(pieces.size()));
    model.put("byte_fallback", json.path("model").path("byte_fallback").asBoolean(false));
    model.set("vocab", pieces);
    ObjectNode plain = JsonMapper.shared().createObjectNode();
    plain.put("version", "1.0");
    plain.putArray("added_tokens");
    plain.set("model", model);
    return new TokenizerPlan(
        plain, text -> normalization.apply(CanonicalText.of(text)), new Padding(end, end));
  }

  /** SentencePiece's own normalisation, where the vocabulary comes with a table for it. */
  private UnaryOperator<String> normalization(List<JsonNode> normalizers) {
    byte @Nullable [] table = null;
    for (JsonNode normalizer : normalizers) {
      if (normalizer.path("type").asString("").equals("Precompiled")) {
        try {
          table =
              Base64.getDecoder().decode(normalizer.path("precompiled_charsmap").asString(""));
        } catch (IllegalArgumentException e) {
          throw unexpected("normalizer", "a precompiled_charsmap that is not base64");
        }
      }
    }
    return SentencePieceNormalization.of(file, table == null ? new byte[0] : table)::normalize;
  }

  /** A copy of the pieces, each a text and a number. */
  private ArrayNode pieces(JsonNode vocabulary) {
    ArrayNode pieces = JsonMapper.shared().createArrayNode();
    for (JsonNode piece : vocabulary) {
      if (!piece.isArray()
          || piece.size() != 2
          || !piece.path(0).isString()
          || !piece.path(1).isNumber()
          || !Double.isFinite(piece.path(1).asDouble(Double.NaN))) {
        throw unexpected("model", "the piece %s; expected a text and a number".formatted(piece));
      }
      pieces.add(piece);
    }
    return pieces;
  }

  /** A text may spell a special token by characters that the table turns into its letters. */
  private void hide(ArrayNode pieces) {
    Set<Integer> hidden = new HashSet<>();
    for (JsonNode token : json.path("added_tokens")) {
      int id = token.path("id").asInt(-1);
      if (id >= 0 && id < pieces.size()) {
        hidden.add(id);
      }
    }
    while (!pieces.isEmpty() && hidden.remove(pieces.size() - 1)) {
      pieces.remove(pieces.size() - 1); // such as the 100 extra ids of T5, which no table has
    }
    for (int id : hidden) {
      JsonNode piece = pieces.get(id);
      ArrayNode renamed = JsonMapper.shared().createArrayNode();
      renamed.add(UNREACHABLE + piece.get(0).asString()).add(piece.get(1));
      pieces.set(id, renamed);
    }
  }

  private int unknown(int pieces) {
    JsonNode unknown = json.path("model").path("unk_id");
    if (!unknown.isIntegralNumber() || unknown.asInt(-1) < 0 || unknown.asInt(-1) >= pieces) {
      throw unexpected("model", "the unk_id %s; expected that of a piece".formatted(unknown));
    }
    return unknown.asInt(-1);
  }

  private long idOf(ArrayNode pieces, String token) {
    for (int id = 0; id < pieces.size(); id++) {
      if (pieces.get(id).path(0).asString("").equals(token)) {
        return id;
      }
    }
    throw unexpected("model", "no piece '%s', the end of text".formatted(token));
  }

  private TokenizerPlan gemma() {
    TokenizerParts.requireBytePairs(file, json.path("model"));
    for (JsonNode normalizer : members(json.path("normalizer"), "normalizers")) {
      String type = normalizer.path("type").asString("");
      boolean isKnown = GEMMA_NORMALIZERS.contains(type)
          && (!type.equals("Replace")
              || (normalizer.path("pattern").path("String").asString("").equals(" ")
                  && normalizer.path("content").asString("").equals(CanonicalText.SPACE)));
      if (!isKnown) {
        throw unexpected(
            "normalizer",
            "%s; expected Lowercase and the replacement of spaces".formatted(normalizer));
      }
    }
    requireOnly("pre_tokenizer", "pretokenizers", "Split");
    JsonNode vocabulary = json.path("model").path("vocab");
    Padding padding = new Padding(gemmaId(vocabulary, GEMMA_END), gemmaId(vocabulary, GEMMA_FILL));

    ObjectNode normalizer = json.putObject("normalizer");
    normalizer.put("type", "Sequence");
    ArrayNode steps = normalizer.putArray("normalizers");
    steps.addObject().put("type", "Lowercase");
    ObjectNode spaces = steps.addObject();
    spaces.put("type", "Replace");
    spaces.putObject("pattern").put("String", " ");
    spaces.put("content", CanonicalText.SPACE);
    for (String part : List.of("pre_tokenizer", "post_processor", "decoder")) {
      json.putNull(part); // no space is left to split at, and the end is appended here
    }
    return new TokenizerPlan(json, UnaryOperator.identity(), padding);
  }

  private long gemmaId(JsonNode vocabulary, String token) {
    JsonNode id = vocabulary.path(token);
    if (!id.isIntegralNumber() || id.asLong(-1) < 0) {
      throw unexpected("model", "no token '%s' in its vocabulary".formatted(token));
    }
    return id.asLong(-1);
  }

  private void requireOnly(String part, String key, String... types) {
    for (JsonNode member : members(json.path(part), key)) {
      String type = member.path("type").asString("");
      if (!Arrays.asList(types).contains(type)) {
        throw unexpected(
            part, "the type '%s'; expected one of %s".formatted(type, Arrays.toString(types)));
      }
    }
  }

  /** The steps of a part: those of its sequence, or it alone. */
  private static List<JsonNode> members(JsonNode part, String key) {
    if (part.isMissingNode() || part.isNull()) {
      return List.of();
    }
    return part.path("type").asString("").equals("Sequence")
        ? part.path(key).valueStream().toList()
        : List.of(part);
  }

  private CheckpointException unexpected(String part, String what) {
    return new CheckpointException("%s: its %s has %s.".formatted(file, part, what));
  }
}
