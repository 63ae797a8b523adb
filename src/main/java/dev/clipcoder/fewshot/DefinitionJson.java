package dev.clipcoder.fewshot;

import dev.clipcoder.coder.fewshot.FewShotKind;
import dev.clipcoder.labelset.LabelSetDefinition.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON to the definition of a support set. It judges the shape; what labels say, {@link SupportClasses} judges. */
final class DefinitionJson {

  private static final Set<String> MEMBERS = new TreeSet<>(
      List.of("labelSet", "labels", "background", "template", "decision", "method", "keep"));
  private static final List<String> METHODS = Stream.concat(
          Stream.of(SupportSetDefinition.AUTO),
          Arrays.stream(FewShotKind.values()).map(FewShotKind::id))
      .toList();

  private DefinitionJson() {}

  /**
   * Reads a definition.
   *
   * @throws InvalidSupportSetException if it is none
   */
  static SupportSetDefinition read(JsonNode json) {
    for (String name : json.propertyNames()) {
      if (!MEMBERS.contains(name)) {
        throw InvalidSupportSetException.malformed(
            name, "Unknown member '%s'; there are %s.".formatted(name, String.join(", ", MEMBERS)));
      }
    }
    String labelSet = text(json, "labelSet");
    List<String> labels = texts(json, "labels");
    List<String> background = texts(json, "background");
    String template = text(json, "template");
    Decision decision = decision(json);
    if ((labelSet == null) == (labels == null)) {
      throw InvalidSupportSetException.malformed(
          "labels",
          "A support set has either the classes of a label set, as in {\"labelSet\":\"pets\"}, or labels of its own, as in {\"labels\":[\"ripe\",\"unripe\"]}.");
    }
    if (labelSet != null) {
      refuseBesideLabelSet("background", background);
      refuseBesideLabelSet("template", template);
      refuseBesideLabelSet("decision", decision);
    }
    return new SupportSetDefinition(
        labelSet,
        labels,
        labelSet == null && background == null ? List.of() : background,
        template,
        decision,
        method(text(json, "method")),
        keep(text(json, "keep")));
  }

  private static void refuseBesideLabelSet(String name, @Nullable Object value) {
    if (value != null) {
      throw InvalidSupportSetException.impossible(
          name,
          "With 'labelSet' the label set says '%s'. Leave it out, or change it there."
              .formatted(name));
    }
  }

  private static @Nullable Decision decision(JsonNode json) {
    JsonNode node = member(json, "decision");
    if (node == null) {
      return null;
    }
    try {
      JsonNode complete = JsonMapper.shared().valueToTree(Decision.ALWAYS);
      if (!node.isObject()) {
        throw InvalidSupportSetException.malformed("decision", "'decision' must be a JSON object.");
      }
      ((tools.jackson.databind.node.ObjectNode) complete)
          .setAll((tools.jackson.databind.node.ObjectNode) node);
      return JsonMapper.shared().treeToValue(complete, Decision.class);
    } catch (JacksonException | IllegalArgumentException wrong) {
      InvalidSupportSetException invalid = InvalidSupportSetException.malformed(
          "decision",
          "'decision' cannot be read; it looks like {\"mode\":\"single\",\"threshold\":0.5,\"thresholds\":{\"ripe\":0.7}}.");
      invalid.initCause(wrong);
      throw invalid;
    }
  }

  private static String method(@Nullable String method) {
    if (method == null) {
      return SupportSetDefinition.AUTO;
    }
    if (!METHODS.contains(method)) {
      throw InvalidSupportSetException.noSuchWord(
          "method",
          "Unknown method '%s'; there are %s.".formatted(method, String.join(", ", METHODS)),
          method,
          METHODS);
    }
    return method;
  }

  private static Keep keep(@Nullable String keep) {
    if (keep == null) {
      return Keep.EMBEDDINGS;
    }
    for (Keep value : Keep.values()) {
      if (word(value).equals(keep)) {
        return value;
      }
    }
    throw InvalidSupportSetException.noSuchWord(
        "keep",
        "Unknown value '%s' of 'keep'; there are embeddings, thumbnails and originals."
            .formatted(keep),
        keep,
        Arrays.stream(Keep.values()).map(DefinitionJson::word).toList());
  }

  private static String word(Keep keep) {
    return keep.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable JsonNode member(JsonNode json, String name) {
    JsonNode value = json.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static @Nullable String text(JsonNode json, String name) {
    JsonNode value = member(json, name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw InvalidSupportSetException.malformed(name, "'%s' must be a string.".formatted(name));
    }
    return value.stringValue().strip();
  }

  private static @Nullable List<String> texts(JsonNode json, String name) {
    JsonNode value = member(json, name);
    if (value == null) {
      return null;
    }
    if (!value.isArray()) {
      throw InvalidSupportSetException.malformed(
          name, "'%s' must be an array of strings.".formatted(name));
    }
    List<String> texts = new ArrayList<>(value.size());
    for (JsonNode element : value) {
      if (!element.isString()) {
        throw InvalidSupportSetException.malformed(
            "%s[%d]".formatted(name, texts.size()),
            "'%s' must be an array of strings.".formatted(name));
      }
      texts.add(java.text.Normalizer.normalize(element.stringValue(), java.text.Normalizer.Form.NFC)
          .strip());
    }
    return texts;
  }
}
