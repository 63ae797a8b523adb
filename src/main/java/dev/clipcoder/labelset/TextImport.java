package dev.clipcoder.labelset;

import dev.clipcoder.labelset.GrowingDefinition.Place;
import dev.clipcoder.labelset.LabelSetDefinition.Templates;
import java.util.List;
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

  private Templates templates;
  private final GrowingDefinition grown;

  private TextImport(LabelSetDefinition present, LabelSetLimits limits) {
    this.present = present;
    this.templates = present.templates();
    this.rules = new TextRules(limits, impossible);
    this.grown = new GrowingDefinition(present);
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
      add(given, Place.ofClass(label, "attribute"), said);
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
        add(said.at(kind), Place.ofClass(label, kind), said.texts(kind, List.of()));
      }
    }
    for (int i = 0; i < pairs.size(); i++) {
      Fields one = Fields.of(pairs.get(i), "oneToOne[%d]".formatted(i), PAIR_MEMBERS, malformed);
      String label = label(one.at("label"), one.text("label"));
      String other = label(one.at("other"), one.text("other"));
      add(one.at("texts"), Place.ofPair(label, other), one.texts("texts", List.of()));
    }
  }

  private String label(String field, @Nullable String given) {
    if (given == null) {
      malformed.add(field, "Missing.");
      return "";
    }
    String label = grown.label(given);
    if (label == null) {
      impossible.add(
          field,
          "No class of this set has the label '%s'. Put the class into the set first, or leave it out."
              .formatted(given));
      return "";
    }
    return label;
  }

  private void add(String field, Place place, List<String> said) {
    for (int i = 0; i < said.size(); i++) {
      rules.filled("%s[%d]".formatted(field, i), said.get(i));
      boolean _ = grown.add(place, said.get(i));
    }
  }

  int added() {
    return grown.added();
  }

  int dropped() {
    return grown.dropped();
  }

  /** The definition with what was added. */
  LabelSetDefinition definition() {
    return grown.definition(templates);
  }
}
