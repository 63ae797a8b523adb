package dev.clipcoder.coder.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.embedding.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is said about held-out examples is what a fit that never saw them says. */
class HeldOutProperties {

  /** The folds, straight from their definition: by class, the distinct groups in order; the j-th of each. */
  private static List<List<Integer>> removedPlaces(RandomSupport set) {
    List<List<Integer>> folds = new ArrayList<>();
    long classesWithTwo = IntStream.range(0, set.texts().size())
        .filter(c -> set.examples().stream()
                .filter(example -> example.classIndex() == c)
                .map(SupportExample::group)
                .distinct()
                .count()
            > 1)
        .count();
    if (classesWithTwo < 2) {
      return folds;
    }
    for (int j = 0; ; j++) {
      List<Integer> removed = new ArrayList<>();
      for (int c = 0; c < set.texts().size(); c++) {
        Set<String> groups = new LinkedHashSet<>();
        for (SupportExample example : set.examples()) {
          if (example.classIndex() == c) {
            groups.add(example.group());
          }
        }
        if (groups.size() > 1 && j < groups.size()) {
          String heldOut = List.copyOf(groups).get(j);
          for (int i = 0; i < set.examples().size(); i++) {
            if (set.examples().get(i).group().equals(heldOut)) {
              removed.add(i);
            }
          }
        }
      }
      if (removed.isEmpty()) {
        return folds;
      }
      folds.add(removed.stream().sorted().toList());
    }
  }

  private static List<Integer> scoredPlaces(RandomSupport set, List<Integer> removed) {
    Set<String> seen = new LinkedHashSet<>();
    return removed.stream().filter(i -> seen.add(set.examples().get(i).group())).toList();
  }

  @Property(tries = 200, seed = "80")
  void folds_removeTheSameExampleOfEveryClassWithItsViews(@ForAll long seed) {
    RandomSupport set = RandomSupport.of(seed);
    List<Fold> folds = Fold.of(set.support());
    List<List<Integer>> expected = removedPlaces(set);
    assertThat(folds).hasSameSizeAs(expected);
    for (int j = 0; j < folds.size(); j++) {
      assertThat(folds.get(j).removed())
          .containsExactly(expected.get(j).stream().mapToInt(i -> i).toArray());
      assertThat(folds.get(j).scored())
          .containsExactly(
              scoredPlaces(set, expected.get(j)).stream().mapToInt(i -> i).toArray());
    }
  }

  private static double[][] heldOutLogits(Support support, Fold fold, FewShotMethod method) {
    double[][] said = new Trial(support, List.of(fold)).leaveOut(method).said(fold);
    double[][] logits = new double[said.length][];
    for (int row = 0; row < said.length; row++) {
      double[] cosines = support.texts().cosines(support.vectors()[fold.scored()[row]]);
      logits[row] = support.texts().logits(method, cosines, said[row], support.counts());
    }
    return logits;
  }

  @Property(tries = 200, seed = "81")
  void heldOutLogits_areThoseOfAFitWithoutTheFold(@ForAll long seed) {
    RandomSupport set = RandomSupport.of(seed);
    Support support = set.support();
    for (Fold fold : Fold.of(support)) {
      FewShotOracle rest =
          set.oracle().without(Arrays.stream(fold.removed()).boxed().toList());
      for (FewShotMethod method : FewShotHeadProperties.METHODS) {
        double[][] logits = heldOutLogits(support, fold, method);
        for (int row = 0; row < logits.length; row++) {
          FewShotHeadProperties.assertClose(
              logits[row], rest.logits(support.vectors()[fold.scored()[row]], method));
        }
      }
    }
  }

  /** Poison: other views, and another class for the whole group, change nothing in the fold that holds it out. */
  @Property(tries = 100, seed = "82")
  void heldOutLogits_doNotSeeTheViewsNorTheLabelOfTheHeldOut(@ForAll long seed) {
    Random random = new Random(seed);
    RandomSupport set = RandomSupport.of(random, 8, 12, new int[] {3, 4, 3}, 3);
    for (Fold fold : Fold.of(set.support())) {
      String poisoned = set.examples().get(fold.scored()[0]).group();
      List<SupportExample> examples = new ArrayList<>(set.examples());
      for (int i : fold.removed()) {
        SupportExample example = examples.get(i);
        if (example.group().equals(poisoned)) {
          boolean view = i != fold.scored()[0];
          examples.set(
              i,
              new SupportExample(
                  view ? RandomSupport.unit(random, 8) : example.embedding(),
                  (example.classIndex() + 1) % 3,
                  poisoned));
        }
      }
      for (FewShotMethod method : FewShotHeadProperties.METHODS) {
        double[][] before = heldOutLogits(set.support(), fold, method);
        double[][] after = heldOutLogits(set.with(examples).support(), fold, method);
        for (int row = 0; row < before.length; row++) {
          FewShotHeadProperties.assertClose(after[row], before[row]);
        }
      }
    }
  }

  /** The whole choice by brute force: every method of the grids refitted for every fold. */
  @Property(tries = 25, seed = "83")
  void selection_isTheBestOfAllRefits(@ForAll long seed) {
    RandomSupport set = RandomSupport.of(seed);
    List<List<Integer>> folds = removedPlaces(set);
    if (folds.isEmpty()) {
      assertThat(Selection.auto(set.support()).candidates()).isEmpty();
      return;
    }
    FitReport auto = Selection.auto(set.support());
    double best = Double.POSITIVE_INFINITY;
    for (HeldOut candidate : auto.candidates()) {
      FewShotKind kind = candidate.method().kind();
      double bestOfKind = Double.POSITIVE_INFINITY;
      for (List<FewShotMethod> shape : Grid.of(kind, set.support()).shapes()) {
        List<HeldOut> refits =
            shape.stream().map(method -> refitted(set, folds, method)).toList();
        HeldOut cautious = smallestAlphaThatIsAsGood(refits);
        bestOfKind = Math.min(bestOfKind, cautious.logLoss());
        if (shape.contains(candidate.method())) {
          assertThat(candidate.method()).isEqualTo(cautious.method());
        }
      }
      assertThat(candidate.logLoss()).isCloseTo(bestOfKind, within(1e-8));
      assertThat(Selection.of(kind, set.support()).method()).isEqualTo(candidate.method());
      best = Math.min(best, bestOfKind);
    }
    assertThat(auto.chosen().orElseThrow().logLoss()).isCloseTo(best, within(1e-8));
    assertThat(auto.folds()).isEqualTo(folds.size());
    assertThat(Selection.auto(set.support())).isEqualTo(auto);
  }

  private static HeldOut smallestAlphaThatIsAsGood(List<HeldOut> refits) {
    HeldOut best = Collections.min(refits, Comparator.comparingDouble(HeldOut::logLoss));
    return Collections.min(
        refits.stream()
            .filter(refit -> refit.logLoss() - best.logLoss() <= Trial.INDIFFERENCE)
            .toList(),
        Comparator.comparingDouble(refit -> refit.method().alpha()));
  }

  private static HeldOut refitted(
      RandomSupport set, List<List<Integer>> folds, FewShotMethod method) {
    double loss = 0;
    int examples = 0;
    for (List<Integer> removed : folds) {
      FewShotOracle rest = set.oracle().without(removed);
      for (int i : scoredPlaces(set, removed)) {
        SupportExample example = set.examples().get(i);
        loss += FewShotOracle.loss(
            rest.logits(RandomSupport.values(example.embedding()), method), example.classIndex());
        examples++;
      }
    }
    return new HeldOut(method, 0, loss / examples);
  }

  /** Two clusters that the texts confuse: held-out accuracy is counted, and the examples are listened to. */
  @Test
  void accuracy_isThePartOfHeldOutExamplesThatAreRight() {
    Random random = new Random(9);
    Embedding text = Embedding.ofUnit(new float[] {0, 0, 1});
    List<SupportExample> examples = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      float noise = (float) (0.1 * random.nextGaussian());
      examples.add(new SupportExample(Embedding.normalized(new float[] {1, noise, 1}), 0, "a" + i));
      examples.add(new SupportExample(Embedding.normalized(new float[] {noise, 1, 1}), 1, "b" + i));
    }
    // One of the five of class 1 is labelled wrongly: it looks like class 0.
    examples.set(1, new SupportExample(Embedding.normalized(new float[] {1, 0, 1}), 1, "b0"));
    RandomSupport set = new RandomSupport(List.of(text, text), List.of(text), 20, examples);
    FitReport report = Selection.of(FewShotKind.TIP_ADAPTER, set.support());
    HeldOut chosen = report.chosen().orElseThrow();
    assertThat(chosen.accuracy()).isEqualTo(0.9);
    assertThat(chosen.method().alpha()).isPositive();
    assertThat(report.heldOutExamples()).isEqualTo(10);
    assertThat(report.examplesPerClass()).containsExactly(5, 5);
  }
}
