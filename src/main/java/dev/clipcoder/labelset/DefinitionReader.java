package dev.clipcoder.labelset;

import dev.clipcoder.labelset.LabelSetDefinition.Decision;
import dev.clipcoder.labelset.LabelSetDefinition.KindWeights;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetDefinition.Mode;
import dev.clipcoder.labelset.LabelSetDefinition.Pair;
import dev.clipcoder.labelset.LabelSetDefinition.Rerank;
import dev.clipcoder.labelset.LabelSetDefinition.RerankMode;
import dev.clipcoder.labelset.LabelSetDefinition.Templates;
import dev.clipcoder.labelset.LabelSetDefinition.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JSON to a definition in its long form: defaults filled in, strings in Unicode normal form C and trimmed. It judges
 * the shape only; {@link DefinitionRules} judge what it says.
 */
final class DefinitionReader {

  static final Set<String> MEMBERS = Set.of(
      "domain",
      "templates",
      "classes",
      "oneToOne",
      "classNorm",
      "kindWeights",
      "decision",
      "rerank");
  private static final Set<String> TEMPLATE_KINDS =
      Set.of("name", "attribute", "analogous", "oneToOne");
  private static final Set<String> CLASS_MEMBERS = Set.of("label", "name", "background", "texts");
  private static final Set<String> TEXT_KINDS = Set.of("attribute", "analogous", "synonym");
  private static final Set<String> PAIR_MEMBERS = Set.of("label", "other", "texts");
  private static final Set<String> WEIGHTED_KINDS = Set.of("name", "attribute", "analogous");
  private static final Set<String> DECISION_MEMBERS = Set.of("mode", "threshold", "thresholds");
  private static final Set<String> RERANK_MEMBERS =
      Set.of("enabled", "gap", "candidates", "mode", "lambda");

  private final ProblemList problems = new ProblemList();

  /** By label, an underscore read as a space. */
  private final Map<String, String> labels = new HashMap<>();

  private DefinitionReader() {}

  /**
   * Reads a definition, or a published descriptor file.
   *
   * @param template how to read the strings of a descriptor file; null for the attribute template
   * @throws InvalidDefinitionException with everything that has the wrong shape
   */
  static LabelSetDefinition read(JsonNode json, @Nullable String template) {
    if (DescriptorFile.is(json)) {
      return DescriptorFile.read(json, template);
    }
    DefinitionReader reader = new DefinitionReader();
    if (template != null) {
      reader.problems.add(
          "template", "Only a descriptor file takes this option; here 'templates' say it.");
    }
    LabelSetDefinition definition = reader.definition(json);
    if (!reader.problems.isEmpty()) {
      throw InvalidDefinitionException.malformed(reader.problems.toList());
    }
    return definition;
  }

  private LabelSetDefinition definition(JsonNode json) {
    Fields fields = Fields.of(json, "", MEMBERS, problems);
    String domain = fields.text("domain");
    if (json.isObject() && fields.get("classes") == null) {
      problems.add("classes", "A label set needs classes, as in {\"classes\":[\"cat\",\"dog\"]}.");
    }
    List<LabelClass> classes = classes(fields.list("classes"));
    classes.forEach(one -> labels.putIfAbsent(words(one.label()), one.label()));
    return new LabelSetDefinition(
        domain == null || domain.isEmpty() ? null : domain,
        templates(fields.object("templates", TEMPLATE_KINDS)),
        classes,
        pairs(fields.list("oneToOne")),
        fields.flag("classNorm", false),
        kindWeights(fields.object("kindWeights", WEIGHTED_KINDS)),
        decision(fields.object("decision", DECISION_MEMBERS)),
        rerank(fields.object("rerank", RERANK_MEMBERS)));
  }

  private static Templates templates(Fields fields) {
    Templates fallback = Templates.DEFAULT;
    return new Templates(
        fields.texts("name", fallback.name()),
        fields.texts("attribute", fallback.attribute()),
        fields.texts("analogous", fallback.analogous()),
        fields.texts("oneToOne", fallback.oneToOne()));
  }

  private List<LabelClass> classes(List<JsonNode> nodes) {
    List<LabelClass> classes = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      classes.add(labelClass(nodes.get(i), "classes[%d]".formatted(i)));
    }
    return classes;
  }

  private LabelClass labelClass(JsonNode node, String path) {
    if (node.isString()) {
      String label = Fields.normalized(node.stringValue());
      return new LabelClass(label, label, false, Texts.NONE);
    }
    Fields fields = Fields.of(node, path, CLASS_MEMBERS, problems);
    String label = required(fields, "label");
    Fields texts = fields.object("texts", TEXT_KINDS);
    return new LabelClass(
        label,
        Objects.requireNonNullElse(fields.text("name"), label),
        fields.flag("background", false),
        new Texts(
            texts.texts("attribute", List.of()),
            texts.texts("analogous", List.of()),
            texts.texts("synonym", List.of())));
  }

  private List<Pair> pairs(List<JsonNode> nodes) {
    List<Pair> pairs = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      Fields fields = Fields.of(nodes.get(i), "oneToOne[%d]".formatted(i), PAIR_MEMBERS, problems);
      pairs.add(new Pair(
          known(required(fields, "label")),
          known(required(fields, "other")),
          fields.texts("texts", List.of())));
    }
    return pairs;
  }

  /** The label of the class that is meant; what it says where there is none. */
  private String known(String label) {
    return labels.getOrDefault(words(label), label);
  }

  private static String words(String label) {
    return label.replace('_', ' ');
  }

  private String required(Fields fields, String name) {
    if (fields.get(name) == null) {
      problems.add(fields.at(name), "Missing.");
    }
    return Objects.requireNonNullElse(fields.text(name), "");
  }

  private static KindWeights kindWeights(Fields fields) {
    return new KindWeights(
        fields.number("name", 1), fields.number("attribute", 1), fields.number("analogous", 1));
  }

  private Decision decision(Fields fields) {
    return new Decision(
        choice(fields, "mode", Mode.class, Mode.SINGLE),
        fields.number("threshold"),
        thresholds(fields));
  }

  private SequencedMap<String, Double> thresholds(Fields decision) {
    SequencedMap<String, Double> thresholds = new LinkedHashMap<>();
    JsonNode node = decision.get("thresholds");
    if (node == null) {
      return thresholds;
    }
    String path = decision.at("thresholds");
    if (!node.isObject()) {
      problems.add(path, "Expected a JSON object: label to probability.");
      return thresholds;
    }
    Fields fields = Fields.of(node, path, Set.copyOf(node.propertyNames()), problems);
    for (String label : node.propertyNames()) {
      Double threshold = fields.number(label);
      if (threshold != null && thresholds.put(known(Fields.normalized(label)), threshold) != null) {
        problems.add(fields.at(label), "This label has two thresholds; '_' reads as a space.");
      }
    }
    return thresholds;
  }

  private Rerank rerank(Fields fields) {
    Rerank fallback = Rerank.OFF;
    return new Rerank(
        fields.flag("enabled", fallback.enabled()),
        fields.number("gap", fallback.gap()),
        fields.count("candidates", fallback.candidates()),
        choice(fields, "mode", RerankMode.class, fallback.mode()),
        fields.number("lambda", fallback.lambda()));
  }

  private <E extends Enum<E>> E choice(Fields fields, String name, Class<E> type, E fallback) {
    String text = fields.text(name);
    if (text == null) {
      return fallback;
    }
    List<String> known = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      String word = value.name().toLowerCase(Locale.ROOT);
      if (word.equals(text)) {
        return value;
      }
      known.add("'" + word + "'");
    }
    problems.add(fields.at(name), "'%s' is none of %s.".formatted(text, String.join(", ", known)));
    return fallback;
  }
}
