package dev.clipcoder.api;

import dev.clipcoder.classify.Candidates;
import dev.clipcoder.classify.Classification;
import dev.clipcoder.classify.ClassifyResult;
import dev.clipcoder.classify.TruncatedText;
import dev.clipcoder.labelset.LabelSetReference;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.model.PrecisionReport;
import java.util.ArrayList;
import java.util.List;

/** What a caller should know about an answer that is not an error. */
final class Warnings {

  private static final String BUNDLED = "clipcoder/mini-pictograms";

  private Warnings() {}

  static List<String> of(ModelDescription model) {
    return BUNDLED.equals(model.id())
        ? List.of(
            "Pictograms only. For photographs set CLIPCODER_MODEL=hf://openai/clip-vit-base-patch32.")
        : List.of();
  }

  /** Of the service itself, whoever asks it. */
  static List<String> ofService(ModelDescription model) {
    List<String> warnings = new ArrayList<>(of(model));
    if (model.precisionReport() != null) {
      warnings.add(PrecisionReport.CAVEAT);
    }
    return warnings;
  }

  static List<String> of(ModelDescription model, List<TruncatedText> truncated) {
    List<String> warnings = new ArrayList<>(of(model));
    for (TruncatedText text : truncated) {
      warnings.add("The text of '%s' has %d tokens; the model reads the first %d."
          .formatted(text.name(), text.tokens(), model.contextLength()));
    }
    return warnings;
  }

  static List<String> of(ModelDescription model, Candidates candidates, ClassifyResult result) {
    return switch (candidates) {
      case Candidates.AdHoc adHoc ->
        ofLabels(model, result.truncated(), adHoc.labels().size());
      case Candidates.OfSet set -> ofSet(model, set, result);
      case Candidates.OfSupport _ -> ofSupport(model, result);
    };
  }

  private static List<String> ofLabels(
      ModelDescription model, List<TruncatedText> truncated, int labels) {
    List<String> warnings = of(model, truncated);
    if (labels == 1) {
      warnings.add(
          "One label alone always has probability 1. Labels are not split at commas: repeat the parameter, labels=cat&labels=dog.");
    }
    return warnings;
  }

  private static List<String> ofSet(
      ModelDescription model, Candidates.OfSet set, ClassifyResult result) {
    List<String> warnings = new ArrayList<>(of(model));
    if (result.labelSet() != null && result.labelSet().hasStaleThresholds(model.fingerprint())) {
      warnings.add(
          "thresholds-stale: the thresholds of '%s' were set for another checkpoint. Find new ones."
              .formatted(set.reference()));
    }
    if (result.labelSet() != null) {
      addAlone(warnings, result, result.labelSet().definition().classes().size());
    }
    addTruncated(warnings, model, set.reference(), result.truncated().size());
    return warnings;
  }

  private static List<String> ofSupport(ModelDescription model, ClassifyResult result) {
    List<String> warnings = new ArrayList<>(of(model));
    if (result.labelSet() != null && result.labelSet().hasStaleThresholds(model.fingerprint())) {
      warnings.add(
          "thresholds-stale: the thresholds of '%s' were set for another checkpoint. Find new ones."
              .formatted(result.labelSet().id()));
    }
    if (result.supportSet() != null) {
      addAlone(warnings, result, result.supportSet().classes());
    }
    if (result.supportSet() != null && result.supportSet().missing() > 0) {
      warnings.add(
          "%d examples of '%s' were encoded by another model and do not count; list them with ?missing=true and upload them again."
              .formatted(result.supportSet().missing(), result.supportSet().id()));
    }
    return warnings;
  }

  /** Where several labels may be accepted, each has its own probability, which one class alone has too. */
  private static void addAlone(List<String> warnings, ClassifyResult result, int classes) {
    if (classes == 1 && result.classifications().stream().noneMatch(Classification::several)) {
      warnings.add(
          "One class alone always has probability 1. Add another class, or a background class to compare with.");
    }
  }

  static List<String> ofTexts(ModelDescription model, LabelSetReference set, int truncated) {
    List<String> warnings = new ArrayList<>(of(model));
    addTruncated(warnings, model, set, truncated);
    return warnings;
  }

  private static void addTruncated(
      List<String> warnings, ModelDescription model, LabelSetReference set, int truncated) {
    if (truncated > 0) {
      warnings.add("%d texts of '%s' are longer than the %d tokens that the model reads."
          .formatted(truncated, set, model.contextLength()));
    }
  }
}
