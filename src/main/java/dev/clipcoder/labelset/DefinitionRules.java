package dev.clipcoder.labelset;

import dev.clipcoder.labelset.LabelSetDefinition.Decision;
import dev.clipcoder.labelset.LabelSetDefinition.KindWeights;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetDefinition.Mode;
import dev.clipcoder.labelset.LabelSetDefinition.Pair;
import dev.clipcoder.labelset.LabelSetDefinition.Rerank;
import dev.clipcoder.labelset.LabelSetDefinition.Templates;
import dev.clipcoder.labelset.LabelSetDefinition.Texts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a definition must keep to; every breach is told, not only the first. */
final class DefinitionRules {

  private static final Set<String> NAME_PLACES = Set.of(TextTemplate.LABEL, TextTemplate.DOMAIN);
  private static final Set<String> TEXT_PLACES =
      Set.of(TextTemplate.LABEL, TextTemplate.TEXT, TextTemplate.DOMAIN);
  private static final Set<String> PAIR_PLACES =
      Set.of(TextTemplate.LABEL, TextTemplate.TEXT, TextTemplate.OTHER, TextTemplate.DOMAIN);

  /** Every candidate is compared with every other. */
  private static final int MOST_CANDIDATES = 100;

  private final LabelSetDefinition definition;
  private final LabelSetLimits limits;
  private final boolean hasSigmoid;
  private final ProblemList problems = new ProblemList();
  private final TextRules rules;

  private DefinitionRules(
      LabelSetDefinition definition, LabelSetLimits limits, boolean hasSigmoid) {
    this.definition = definition;
    this.limits = limits;
    this.hasSigmoid = hasSigmoid;
    this.rules = new TextRules(limits, problems);
  }

  /**
   * @param hasSigmoid whether the model scores each label on its own, as SigLIP does
   * @throws InvalidDefinitionException with everything that was found
   */
  static void check(LabelSetDefinition definition, LabelSetLimits limits, boolean hasSigmoid) {
    DefinitionRules all = new DefinitionRules(definition, limits, hasSigmoid);
    all.size();
    all.templates(definition.templates());
    all.classes(definition.classes());
    all.pairs(definition.oneToOne());
    all.weights(definition.kindWeights());
    all.decision(definition.decision());
    all.rerank(definition.rerank());
    if (!all.problems.isEmpty()) {
      throw InvalidDefinitionException.impossible(all.problems.toList());
    }
  }

  private void size() {
    if (definition.classes().size() > limits.maxClasses()) {
      problems.add(
          "classes",
          "%d classes; at most %d are taken (clipcoder.label-sets.max-classes)."
              .formatted(definition.classes().size(), limits.maxClasses()));
    }
    if (definition.classes().stream().allMatch(LabelClass::background)) {
      problems.add("classes", "A label set needs at least one class that is not background.");
    }
    long texts = texts();
    if (texts > limits.maxTexts()) {
      problems.add(
          "classes",
          "%d texts; at most %d are taken (clipcoder.label-sets.max-texts)."
              .formatted(texts, limits.maxTexts()));
    }
    if (definition.domain() != null) {
      rules.length("domain", definition.domain());
    }
  }

  private long texts() {
    Templates templates = definition.templates();
    long count = 0;
    for (LabelClass one : definition.classes()) {
      Texts texts = one.texts();
      count += (long) templates.name().size() * (1 + texts.synonym().size())
          + (long) templates.attribute().size() * texts.attribute().size()
          + (long) templates.analogous().size() * texts.analogous().size();
    }
    for (Pair pair : definition.oneToOne()) {
      count += (long) templates.oneToOne().size() * pair.texts().size();
    }
    return count;
  }

  private void templates(Templates templates) {
    templates("templates.name", templates.name(), NAME_PLACES, TextTemplate.LABEL);
    templates("templates.attribute", templates.attribute(), TEXT_PLACES, TextTemplate.TEXT);
    templates("templates.analogous", templates.analogous(), TEXT_PLACES, TextTemplate.TEXT);
    templates("templates.oneToOne", templates.oneToOne(), PAIR_PLACES, TextTemplate.TEXT);
  }

  private void templates(String path, List<String> patterns, Set<String> places, String needed) {
    if (patterns.isEmpty()) {
      problems.add(path, "At least one template is needed; leave the member out for the default.");
    }
    for (int i = 0; i < patterns.size(); i++) {
      String field = "%s[%d]".formatted(path, i);
      rules.length(field, patterns.get(i));
      TextTemplate.problems(patterns.get(i), places, needed)
          .forEach(sentence -> problems.add(field, sentence));
    }
  }

  private void classes(List<LabelClass> classes) {
    Map<String, Integer> seen = new HashMap<>();
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < classes.size(); i++) {
      LabelClass one = classes.get(i);
      String path = "classes[%d]".formatted(i);
      rules.filled(path + ".label", one.label());
      rules.filled(path + ".name", one.name());
      Integer same = seen.putIfAbsent(one.label().replace('_', ' '), i);
      if (same != null) {
        problems.add(
            path + ".label",
            "'%s' is the same label as '%s' of classes[%d]; '_' reads as a space."
                .formatted(one.label(), classes.get(same).label(), same));
      }
      Integer namesake = names.putIfAbsent(one.name().replace('_', ' '), i);
      if (same == null && namesake != null) {
        problems.add(
            path + ".name",
            "'%s' is the name of classes[%d] too, so nothing tells the two apart. Give one another name."
                .formatted(one.name(), namesake));
      }
      texts(path + ".texts.attribute", one.texts().attribute());
      texts(path + ".texts.analogous", one.texts().analogous());
      texts(path + ".texts.synonym", one.texts().synonym());
    }
  }

  private void texts(String path, List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      rules.filled("%s[%d]".formatted(path, i), texts.get(i));
    }
  }

  private void pairs(List<Pair> pairs) {
    Map<String, LabelClass> classes = definition.byLabel();
    Set<List<String>> seen = new HashSet<>();
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      String path = "oneToOne[%d]".formatted(i);
      candidate(path + ".label", pair.label(), classes);
      candidate(path + ".other", pair.other(), classes);
      if (pair.label().equals(pair.other())) {
        problems.add(path + ".other", "Is the label itself; a pair is of two classes.");
      }
      if (!seen.add(List.of(pair.label(), pair.other()))) {
        problems.add(path, "This pair is given twice; put its texts together.");
      }
      texts(path + ".texts", pair.texts());
    }
  }

  private void candidate(String field, String label, Map<String, LabelClass> classes) {
    LabelClass found = classes.get(label);
    if (found == null) {
      problems.add(field, "No class has the label '%s'.".formatted(label));
    } else if (found.background()) {
      problems.add(field, "'%s' is a background class, which is never returned.".formatted(label));
    }
  }

  private void weights(KindWeights weights) {
    weight("kindWeights.name", weights.name());
    weight("kindWeights.attribute", weights.attribute());
    weight("kindWeights.analogous", weights.analogous());
    if (weights.name() == 0) {
      definition.classes().stream()
          .filter(one -> (one.texts().attribute().isEmpty() || weights.attribute() == 0)
              && (one.texts().analogous().isEmpty() || weights.analogous() == 0))
          .findFirst()
          .ifPresent(one -> problems.add(
              "kindWeights.name",
              "Is 0, which leaves '%s' without a text that counts.".formatted(one.label())));
    }
  }

  private void weight(String field, double weight) {
    if (weight < 0) {
      problems.add(field, "Is negative; weights are 0 or more.");
    }
  }

  private void decision(Decision decision) {
    if (decision.mode() == Mode.MULTI
        && !hasSigmoid
        && definition.classes().stream().noneMatch(LabelClass::background)) {
      problems.add(
          "decision.mode",
          "'multi' compares each label with the background: mark a class with \"background\":true.");
    }
    if (decision.threshold() != null) {
      probability("decision.threshold", decision.threshold());
    }
    Map<String, LabelClass> classes = definition.byLabel();
    decision.thresholds().forEach((label, threshold) -> {
      String field = "decision.thresholds." + label;
      candidate(field, label, classes);
      probability(field, threshold);
    });
  }

  private void probability(String field, double value) {
    if (value < 0 || value > 1) {
      problems.add(field, "Is no probability; those are from 0 to 1.");
    }
  }

  private void rerank(Rerank rerank) {
    if (rerank.gap() < 0) {
      problems.add("rerank.gap", "Is negative; 0 means never, 1 or more always.");
    }
    if (rerank.candidates() < 2) {
      problems.add("rerank.candidates", "At least two labels can be reranked.");
    }
    if (rerank.candidates() > MOST_CANDIDATES) {
      problems.add(
          "rerank.candidates", "At most %d labels can be reranked.".formatted(MOST_CANDIDATES));
    }
    if (rerank.lambda() < 0) {
      problems.add("rerank.lambda", "Is negative; weights are 0 or more.");
    }
  }
}
