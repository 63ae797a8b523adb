package dev.clipcoder.labelset;

import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetDefinition.Pair;
import dev.clipcoder.labelset.LabelSetDefinition.Templates;
import dev.clipcoder.labelset.LabelSetDefinition.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Adds texts to a definition: {@code {"classes":[{"label":…,"texts":{…}}],"oneToOne":[…]}} with the members that a
 * definition has, or a descriptor file. A text that is there already is dropped and counted.
 */
final class TextImport {

  private static final Set<String> MEMBERS = Set.of("classes", "oneToOne");
  private static final Set<String> CLASS_MEMBERS = Set.of("label", "texts");
  private static final Set<String> PAIR_MEMBERS = Set.of("label", "other", "texts");
  private static final List<String> KINDS = List.of("attribute", "analogous", "synonym");

  private final LabelSetDefinition present;
  private final ProblemList malformed = new ProblemList();
  private final ProblemList impossible = new ProblemList();
  private final TextRules rules;

  /** By label, an underscore read as a space. */
  private final Map<String, String> labels = new HashMap<>();

  /** By class and kind, or by ordered pair. */
  private final Map<List<String>, GrowingTexts> texts = new LinkedHashMap<>();

  private Templates templates;
  private int added;
  private int dropped;

  private TextImport(LabelSetDefinition present, LabelSetLimits limits) {
    this.present = present;
    this.templates = present.templates();
    this.rules = new TextRules(limits, impossible);
    for (LabelClass one : present.classes()) {
      labels.put(words(one.label()), one.label());
      texts.put(
          List.of(one.label(), "attribute", ""), new GrowingTexts(one.texts().attribute()));
      texts.put(
          List.of(one.label(), "analogous", ""), new GrowingTexts(one.texts().analogous()));
      texts.put(
          List.of(one.label(), "synonym", ""), new GrowingTexts(one.texts().synonym()));
    }
    present.oneToOne().forEach(pair -> texts.put(key(pair), new GrowingTexts(pair.texts())));
  }

  /** Texts in their order, none of which reads like another. */
  private static final class GrowingTexts {

    private final Map<String, String> byWords = new LinkedHashMap<>();
    private final List<String> all;

    GrowingTexts(List<String> present) {
      all = new ArrayList<>(present);
      present.forEach(text -> byWords.putIfAbsent(words(text), text));
    }

    boolean add(String text) {
      return byWords.putIfAbsent(words(text), text) == null && all.add(text);
    }
  }

  private static String words(String text) {
    return text.replace('_', ' ');
  }

  private static List<String> key(Pair pair) {
    return List.of(pair.label(), "oneToOne", pair.other());
  }

  static boolean isDescriptorFile(JsonNode json) {
    return DescriptorFile.is(json) && !json.has("oneToOne");
  }

  /**
   * @param template how to read the strings of a descriptor file; null as the set reads its attribute texts
   * @throws InvalidDefinitionException with everything that cannot be read, or else with all that cannot be in this
   *     set
   */
  static TextImport of(
      LabelSetDefinition present, JsonNode json, @Nullable String template, LabelSetLimits limits) {
    TextImport all = new TextImport(present, limits);
    if (isDescriptorFile(json)) {
      all.descriptors(json);
      all.template(template);
    } else {
      all.definition(json);
      if (template != null) {
        all.malformed.add("template", "Only a descriptor file takes this option.");
      }
    }
    if (!all.malformed.isEmpty()) {
      throw InvalidDefinitionException.malformed(all.malformed.toList());
    }
    if (!all.impossible.isEmpty()) {
      throw InvalidDefinitionException.impossible(all.impossible.toList());
    }
    return all;
  }

  private void descriptors(JsonNode json) {
    json.properties().forEach(entry -> {
      String given = Fields.normalized(entry.getKey());
      String label = label(given, given);
      List<String> said = Fields.texts(List.copyOf(entry.getValue().values()), given, malformed);
      add(given, List.of(label, "attribute", ""), said);
    });
  }

  /** A template is the whole set's: it can only be chosen while no text is in another one. */
  private void template(@Nullable String template) {
    if (template == null || templates.attribute().equals(List.of(Fields.normalized(template)))) {
      return;
    }
    boolean used =
        present.classes().stream().anyMatch(one -> !one.texts().attribute().isEmpty());
    if (used) {
      impossible.add(
          "template",
          "The attribute texts of this set are put into %s already. Leave the option out, or put the set with another template."
              .formatted(templates.attribute()));
      return;
    }
    templates = new Templates(
        templates.name(),
        List.of(Fields.normalized(template)),
        templates.analogous(),
        templates.oneToOne());
  }

  private void definition(JsonNode json) {
    Fields fields = Fields.of(json, "", MEMBERS, malformed);
    List<JsonNode> classes = fields.list("classes");
    List<JsonNode> pairs = fields.list("oneToOne");
    if (classes.isEmpty() && pairs.isEmpty()) {
      malformed.add(
          "classes",
          "There is nothing to import. Send {\"classes\":[{\"label\":\"cat\",\"texts\":{\"attribute\":[\"whiskers\"]}}]}, or {\"cat\":[\"whiskers\"]}.");
    }
    for (int i = 0; i < classes.size(); i++) {
      Fields one = Fields.of(classes.get(i), "classes[%d]".formatted(i), CLASS_MEMBERS, malformed);
      String label = label(one.at("label"), one.text("label"));
      Fields said = one.object("texts", Set.copyOf(KINDS));
      for (String kind : KINDS) {
        add(said.at(kind), List.of(label, kind, ""), said.texts(kind, List.of()));
      }
    }
    for (int i = 0; i < pairs.size(); i++) {
      Fields one = Fields.of(pairs.get(i), "oneToOne[%d]".formatted(i), PAIR_MEMBERS, malformed);
      String label = label(one.at("label"), one.text("label"));
      String other = label(one.at("other"), one.text("other"));
      add(one.at("texts"), List.of(label, "oneToOne", other), one.texts("texts", List.of()));
    }
  }

  private String label(String field, @Nullable String given) {
    if (given == null) {
      malformed.add(field, "Missing.");
      return "";
    }
    String label = labels.get(words(given));
    if (label == null) {
      impossible.add(
          field,
          "No class of this set has the label '%s'. Put the class into the set first, or leave it out."
              .formatted(given));
      return "";
    }
    return label;
  }

  private void add(String field, List<String> key, List<String> said) {
    if (said.isEmpty()) {
      return;
    }
    GrowingTexts grown = texts.computeIfAbsent(key, _ -> new GrowingTexts(List.of()));
    for (int i = 0; i < said.size(); i++) {
      rules.filled("%s[%d]".formatted(field, i), said.get(i));
      if (grown.add(said.get(i))) {
        added++;
      } else {
        dropped++;
      }
    }
  }

  int added() {
    return added;
  }

  int dropped() {
    return dropped;
  }

  /** The definition with what was added. */
  LabelSetDefinition definition() {
    List<LabelClass> classes = present.classes().stream()
        .map(one -> new LabelClass(
            one.label(),
            one.name(),
            one.background(),
            new Texts(
                grown(one.label(), "attribute"),
                grown(one.label(), "analogous"),
                grown(one.label(), "synonym"))))
        .toList();
    List<Pair> pairs = texts.entrySet().stream()
        .filter(entry -> entry.getKey().get(1).equals("oneToOne"))
        .map(entry -> new Pair(
            entry.getKey().get(0), entry.getKey().get(2), List.copyOf(entry.getValue().all)))
        .toList();
    return new LabelSetDefinition(
        present.domain(),
        templates,
        classes,
        pairs,
        present.classNorm(),
        present.kindWeights(),
        present.decision(),
        present.rerank());
  }

  private List<String> grown(String label, String kind) {
    GrowingTexts grown = texts.get(List.of(label, kind, ""));
    return grown == null ? List.of() : grown.all;
  }
}
