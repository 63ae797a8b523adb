package dev.clipcoder.labelset;

import dev.clipcoder.coder.TextKind;
import dev.clipcoder.textgen.TextGenProperties;
import dev.clipcoder.textgen.TextOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What texts somebody wants to be generated.
 *
 * @param source name of a source of texts
 * @param kinds of text for each class; empty where only pairs are wanted
 * @param perClass most texts of a class
 */
record GenerationRequest(String source, Set<TextKind> kinds, int perClass, PairChoice pairs) {

  private static final Set<String> MEMBERS = Set.of("source", "kinds", "perClass", "pairs");

  /** More texts of one class than any picture is described by. */
  private static final int MOST_PER_CLASS = 200;

  /**
   * Reads what a client sent.
   *
   * @throws InvalidDefinitionException with everything that is wrong with it
   */
  static GenerationRequest read(JsonNode json, TextGenProperties defaults) {
    ProblemList malformed = new ProblemList();
    ProblemList impossible = new ProblemList();
    Fields fields = Fields.of(json, "", MEMBERS, malformed);
    GenerationRequest request = new GenerationRequest(
        Objects.requireNonNullElse(fields.text("source"), defaults.source()),
        kinds(fields, impossible),
        fields.count("perClass", defaults.perClass()),
        pairs(fields, malformed, impossible, defaults.maxPairs()));
    if (request.perClass() < 1 || request.perClass() > MOST_PER_CLASS) {
      impossible.add("perClass", "Must be from 1 to %d.".formatted(MOST_PER_CLASS));
    }
    if (request.kinds().isEmpty() && request.pairs() instanceof PairChoice.None) {
      impossible.add("kinds", "There is nothing to generate. Name a kind, or pairs.");
    }
    if (!malformed.isEmpty()) {
      throw InvalidDefinitionException.malformed(malformed.toList());
    }
    if (!impossible.isEmpty()) {
      throw InvalidDefinitionException.impossible(impossible.toList());
    }
    return request;
  }

  private static Set<TextKind> kinds(Fields fields, ProblemList impossible) {
    if (fields.get("kinds") == null) {
      return EnumSet.copyOf(TextOrder.KINDS);
    }
    Set<TextKind> kinds = EnumSet.noneOf(TextKind.class);
    List<String> words = fields.texts("kinds", List.of());
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String field = "kinds[%d]".formatted(i);
      TextOrder.KINDS.stream()
          .filter(kind -> word(kind).equals(word))
          .findFirst()
          .ifPresentOrElse(
              kinds::add,
              () -> impossible.add(
                  field,
                  "'%s' is none of 'attribute', 'analogous', 'synonym'; one-to-one texts are asked for by 'pairs'."
                      .formatted(word)));
    }
    return kinds;
  }

  private static PairChoice pairs(
      Fields fields, ProblemList malformed, ProblemList impossible, int most) {
    JsonNode node = fields.get("pairs");
    if (node == null) {
      return new PairChoice.None();
    }
    if (node.isString() && node.stringValue().equals("missing")) {
      return new PairChoice.Missing();
    }
    @Nullable JsonNode nearest = node.isObject() && node.size() == 1 ? node.get("nearest") : null;
    if (nearest == null || !nearest.isIntegralNumber() || !nearest.canConvertToInt()) {
      malformed.add("pairs", "Expected \"missing\", or {\"nearest\": 100} for that many pairs.");
      return new PairChoice.None();
    }
    if (nearest.intValue() < 1 || nearest.intValue() > most) {
      impossible.add(
          "pairs.nearest", "Must be from 1 to %d (clipcoder.textgen.max-pairs).".formatted(most));
    }
    return new PairChoice.Nearest(nearest.intValue());
  }

  /** As {@link #read} takes it, with nothing left to a default. */
  String json() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("source", source);
    ArrayNode words = json.putArray("kinds");
    kinds.forEach(kind -> words.add(word(kind)));
    json.put("perClass", perClass);
    switch (pairs) {
      case PairChoice.None _ -> json.putNull("pairs");
      case PairChoice.Nearest nearest -> json.putObject("pairs").put("nearest", nearest.pairs());
      case PairChoice.Missing _ -> json.put("pairs", "missing");
    }
    return json.toString();
  }

  private static String word(TextKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
