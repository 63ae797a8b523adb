package dev.clipcoder.fewshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.labelset.DefinitionProblem;
import dev.clipcoder.labelset.InvalidDefinitionException;
import dev.clipcoder.labelset.LabelSetDefinition;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetLimits;
import dev.clipcoder.labelset.LabelSetReference;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.ServedLabelSet;
import dev.clipcoder.model.ModelDescription;
import java.text.Normalizer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The classes of support sets: those of their label sets, or their own labels in the form of a label set. */
final class SupportClasses {

  private final LabelSets labelSets;
  private final LabelSetLimits limits;
  private final ModelDescription model;

  /** Own labels by what they say. */
  private final Cache<SupportSetDefinition, InUse> own =
      Caffeine.newBuilder().maximumSize(1000).build();

  /**
   * Classes as they are served now.
   *
   * @param key what the fitted heads of a set depend on beside its examples
   */
  record InUse(ServedLabelSet set, String key) {}

  SupportClasses(LabelSets labelSets, LabelSetLimits limits, ModelDescription model) {
    this.labelSets = labelSets;
    this.limits = limits;
    this.model = model;
  }

  /**
   * The classes as they are served now.
   *
   * @throws dev.clipcoder.labelset.LabelSetException if the label set cannot serve
   */
  InUse of(SupportSetDefinition definition) {
    if (definition.labelSet() == null) {
      return Objects.requireNonNull(own.get(definition, this::ownInUse));
    }
    ServedLabelSet served = labelSets.serve(new LabelSetReference(definition.labelSet(), null));
    LabelSetReference pinned =
        new LabelSetReference(definition.labelSet(), served.version().version());
    return new InUse(served, pinned.toString());
  }

  private InUse ownInUse(SupportSetDefinition definition) {
    ServedLabelSet set = own(definition);
    byte[] json = JsonMapper.shared().writeValueAsBytes(set.version().definition());
    return new InUse(set, "own " + ExampleId.sha256(json));
  }

  /**
   * Checks labels of its own.
   *
   * @throws InvalidSupportSetException if they cannot be
   */
  ServedLabelSet own(SupportSetDefinition definition) {
    try {
      return ServedLabelSet.unregistered("", json(definition), null, limits, model);
    } catch (InvalidDefinitionException invalid) {
      DefinitionProblem first = invalid.problems().getFirst();
      String field = first.field().replaceFirst("^classes(\\[[0-9]+\\]).*", "labels$1");
      throw InvalidSupportSetException.impossible(
          field.replaceFirst("^templates\\.name.*", "template").replace("classes", "labels"),
          first.sentence());
    }
  }

  private static ObjectNode json(SupportSetDefinition definition) {
    JsonMapper json = JsonMapper.shared();
    ObjectNode set = json.createObjectNode();
    ArrayNode classes = set.putArray("classes");
    for (String label : orEmpty(definition.labels())) {
      classes.addObject().put("label", label);
    }
    for (String label : orEmpty(definition.background())) {
      classes.addObject().put("label", label).put("background", true);
    }
    if (definition.template() != null) {
      set.putObject("templates").putArray("name").add(definition.template());
    }
    if (definition.decision() != null) {
      set.set("decision", json.valueToTree(definition.decision()));
    }
    return set;
  }

  private static List<String> orEmpty(@Nullable List<String> labels) {
    return labels == null ? List.of() : labels;
  }

  /**
   * The labels of the classes, background included, in their order; also while they cannot serve yet.
   *
   * @throws dev.clipcoder.labelset.UnknownLabelSetException if the label set is not there
   */
  List<String> labels(SupportSetDefinition definition) {
    LabelSetDefinition classes = definition.labelSet() == null
        ? of(definition).set().version().definition()
        : labelSets.get(new LabelSetReference(definition.labelSet(), null)).definition();
    return classes.classes().stream().map(LabelClass::label).toList();
  }

  /** The label that is meant: an underscore reads as a space. */
  static Optional<String> label(List<String> labels, String given) {
    String words = words(Normalizer.normalize(given, Normalizer.Form.NFC).strip());
    return labels.stream().filter(label -> words(label).equals(words)).findFirst();
  }

  private static String words(String label) {
    return label.replace('_', ' ');
  }
}
