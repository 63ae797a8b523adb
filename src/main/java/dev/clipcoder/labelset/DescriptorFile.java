package dev.clipcoder.labelset;

import dev.clipcoder.labelset.LabelSetDefinition.Decision;
import dev.clipcoder.labelset.LabelSetDefinition.KindWeights;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetDefinition.Rerank;
import dev.clipcoder.labelset.LabelSetDefinition.Templates;
import dev.clipcoder.labelset.LabelSetDefinition.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A descriptor file as "Visual Classification via Description" and CuPL publish theirs: a JSON object from class to
 * a list of strings, which become attribute texts.
 */
final class DescriptorFile {

  /** What somebody who does not know the format calls the list of classes. */
  private static final Set<String> OTHER_NAMES = Set.of("class", "labels", "label", "names");

  /** Letters by which a member may be misspelt. */
  private static final int MOST_MISSPELT = 2;

  private DescriptorFile() {}

  /** An object of lists that does not say {@code classes}: a definition always does. */
  static boolean is(JsonNode json) {
    return json.isObject()
        && !json.isEmpty()
        && !json.has("classes")
        && json.values().stream().allMatch(JsonNode::isArray);
  }

  /**
   * @param template put around each string: <code>{text}</code> for whole sentences; null for the default of
   *     attributes
   */
  static LabelSetDefinition read(JsonNode json, @Nullable String template) {
    ProblemList problems = new ProblemList();
    List<LabelClass> classes = new ArrayList<>();
    json.properties().forEach(entry -> {
      String label = Fields.normalized(entry.getKey());
      if (isMember(label) || (json.size() == 1 && isMisspelt(label))) {
        problems.add(
            label,
            "'%s' looks like a misspelt member; the classes of a label set are in 'classes', as in {\"classes\":[\"cat\",\"dog\"]}. A class of this name is written {\"classes\":[{\"label\":\"%s\",\"texts\":{\"attribute\":[…]}}]}."
                .formatted(label, label));
      }
      List<String> texts = Fields.texts(List.copyOf(entry.getValue().values()), label, problems);
      classes.add(new LabelClass(label, label, false, new Texts(texts, List.of(), List.of())));
    });
    if (!problems.isEmpty()) {
      throw InvalidDefinitionException.malformed(problems.toList());
    }
    Templates fallback = Templates.DEFAULT;
    Templates templates = template == null
        ? fallback
        : new Templates(
            fallback.name(),
            List.of(Fields.normalized(template)),
            fallback.analogous(),
            fallback.oneToOne());
    return new LabelSetDefinition(
        null, templates, classes, List.of(), false, KindWeights.EQUAL, Decision.ALWAYS, Rerank.OFF);
  }

  private static boolean isMember(String name) {
    return Stream.concat(DefinitionReader.MEMBERS.stream(), OTHER_NAMES.stream())
        .anyMatch(name::equalsIgnoreCase);
  }

  /** A class may well be called "glasses", but hardly be the only one. */
  private static boolean isMisspelt(String name) {
    return EditDistance.between(name, "classes") <= MOST_MISSPELT
        || EditDistance.between(name, "labels") <= MOST_MISSPELT;
  }
}
