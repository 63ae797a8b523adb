package dev.clipcoder.fewshot;

import dev.clipcoder.coder.fewshot.FewShotFit;
import dev.clipcoder.coder.fewshot.FewShotKind;
import dev.clipcoder.coder.fewshot.FitReport;
import dev.clipcoder.coder.fewshot.Selection;
import dev.clipcoder.coder.fewshot.Support;
import dev.clipcoder.coder.fewshot.SupportExample;
import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.fewshot.FittedSet.UsedExample;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.model.ModelDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Examples and texts to a head: what is fitted, with what method, and how little of it has to be done anew. */
final class Fitting {

  /** Above so many changes a fit from nothing is as fast as changing one. */
  private static final int MOST_STEPS = 16;

  private final SupportClasses classes;
  private final ExampleCache examples;
  private final ClassTexts texts;
  private final double logitScale;

  Fitting(SupportClasses classes, ExampleCache examples, ClassTexts texts, ModelDescription model) {
    this.classes = classes;
    this.examples = examples;
    this.texts = texts;
    this.logitScale = model.logitScale();
  }

  /** A set with all that is needed to fit it; {@code indexed} gives each used example its class. */
  record Material(
      SupportSet set,
      SupportClasses.InUse classes,
      List<UsedExample> used,
      List<SupportExample> indexed,
      int missing,
      int orphaned,
      EmbeddingMatrix names) {}

  /** The set has gone. */
  void forget(String set) {
    examples.forget(set);
  }

  /**
   * Gathers what the set has now. Blocks.
   *
   * @throws NoExamplesException if there is nothing to fit
   */
  Material gather(SupportSet set) throws InterruptedException {
    SupportClasses.InUse inUse = classes.of(set.definition());
    LoadedExamples loaded = examples.get(set.id());
    Map<String, Integer> indexes = new HashMap<>();
    for (LabelClass one : inUse.set().version().definition().classes()) {
      indexes.put(one.label(), indexes.size());
    }
    List<UsedExample> used = new ArrayList<>();
    List<SupportExample> indexed = new ArrayList<>();
    for (StoredExample example : loaded.examples()) {
      Integer index = indexes.get(example.label());
      if (index != null) {
        used.add(new UsedExample(example.id(), example.label()));
        indexed.add(
            new SupportExample(Objects.requireNonNull(example.embedding()), index, example.id()));
      }
    }
    if (used.isEmpty()) {
      if (loaded.missing() > 0) {
        throw new SupportSetNotReadyException(set.id(), loaded.missing(), false);
      }
      throw new NoExamplesException(set.id());
    }
    return new Material(
        set,
        inUse,
        used,
        indexed,
        loaded.missing(),
        loaded.examples().size() - used.size(),
        texts.names(inUse));
  }

  /** The support of the material, with CODER vectors where the method may want them. */
  Support support(Material material, @Nullable FewShotKind asked) throws InterruptedException {
    return wantsSpace(material, asked)
        ? Support.inSpace(
            material.names(), logitScale, texts.space(material.classes()), material.indexed())
        : Support.of(material.names(), logitScale, material.indexed());
  }

  /** CODER vectors of names alone say what plain CLIP says, so they are made only for who asks. */
  private static boolean wantsSpace(Material material, @Nullable FewShotKind asked) {
    return asked == FewShotKind.CODER_ADAPTER
        || ((asked == null || asked == FewShotKind.NEAREST_CLASS_MEAN)
            && ClassTexts.hasTextsBeyondNames(material.classes().set()));
  }

  /** Chooses the method on the support; seconds where there are thousands of examples. */
  static FitReport choose(Support support, @Nullable FewShotKind asked) {
    return asked == null ? Selection.auto(support) : Selection.of(asked, support);
  }

  /** Whether a method that was chosen before can be fitted on so many examples. */
  static boolean isPossible(Choice choice, @Nullable FewShotKind asked, int size) {
    boolean comparing = choice.report().method().kind().comparesExamples();
    return !comparing
        || size <= (asked == null ? Selection.MOST_COMPARED : FewShotKind.MOST_EXAMPLES);
  }

  /** Fits from nothing. */
  static FittedSet fit(Material material, Support support, Choice choice) {
    return fitted(material, FewShotFit.of(support, choice.report().method()), choice);
  }

  /** Changes what was fitted before, if that is possible and less work; else null. */
  static @Nullable FittedSet changed(Material material, Choice choice, @Nullable FittedSet before) {
    if (before == null
        || !before.classesKey().equals(material.classes().key())
        || !before.choice().report().method().equals(choice.report().method())) {
      return null;
    }
    Steps steps = Steps.between(before.used(), material.used());
    if (steps == null || steps.count() > (before.fit().isIncremental() ? MOST_STEPS : 0)) {
      return null;
    }
    FewShotFit fit = before.fit();
    for (int place : steps.removed()) {
      fit = fit.minus(place);
    }
    for (SupportExample added : material
        .indexed()
        .subList(material.indexed().size() - steps.added(), material.indexed().size())) {
      fit = fit.plus(added);
    }
    return fitted(material, fit, choice);
  }

  private static FittedSet fitted(Material material, FewShotFit fit, Choice choice) {
    return new FittedSet(
        material.set(),
        material.classes().set(),
        material.classes().key(),
        material.used(),
        material.missing(),
        material.orphaned(),
        fit,
        choice);
  }
}
