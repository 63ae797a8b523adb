package dev.clipcoder.coder.fewshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses a method and its hyper-parameters by the log-loss of held-out examples of the support, never on other data.
 * The folds are balanced ({@link Fold}). Leaving out one example at a time does not do: at one or two shots the class of
 * the held-out example is then the only one that misses an example, which makes its own class look wrong, and plain CLIP
 * seems best.
 */
public final class Selection {

  /** The most examples with which {@code auto} tries methods that compare with every example. */
  public static final int MOST_COMPARED = 2000;

  /** From how many examples of a class {@code auto} trusts a covariance. */
  private static final double GDA_SHOTS = 4;

  private Selection() {}

  /**
   * Chooses between all methods that fit the size of the support; {@code coder-adapter} only with a space, and
   * {@code nearest-class-mean}, which does not read texts, only where every class has an example.
   *
   * <p>Where no class has two examples nothing can be held out, and the choice is ProKeR's published setting at one
   * shot; above {@value #MOST_COMPARED} examples it is gda's. But texts that do worse on the examples than guessing are
   * not listened to: then it is {@code nearest-class-mean}. The texts were not fitted on the examples, so these judge
   * them fairly.
   */
  public static FitReport auto(Support support) {
    boolean small = support.size() <= MOST_COMPARED;
    List<Fold> folds = Fold.of(support);
    if (folds.isEmpty()) {
      return fixed(support, unselected(support, small));
    }
    List<FewShotKind> kinds = Arrays.stream(FewShotKind.values())
        .filter(kind -> small || !kind.comparesExamples())
        .filter(kind -> kind != FewShotKind.CODER_ADAPTER || support.hasSpace())
        .filter(kind -> kind != FewShotKind.GDA || !small || shots(support) >= GDA_SHOTS)
        .filter(kind -> kind != FewShotKind.NEAREST_CLASS_MEAN || coversAllClasses(support))
        .toList();
    return report(support, folds, kinds);
  }

  /**
   * Chooses the hyper-parameters of one method. ProKeR above {@value #MOST_COMPARED} examples is not tried but takes
   * the setting of its paper for the number of examples, since every setting would take minutes.
   *
   * @throws TooManyExamplesException see {@link FewShotKind#check}
   * @throws IllegalArgumentException for {@code coder-adapter} without a space
   */
  public static FitReport of(FewShotKind kind, Support support) {
    kind.check(support.size());
    if (kind == FewShotKind.CODER_ADAPTER) {
      var _ = support.coderPlaces();
    }
    List<Fold> folds = Fold.of(support);
    if (folds.isEmpty() || (kind == FewShotKind.PROKER && support.size() > MOST_COMPARED)) {
      return fixed(support, kind);
    }
    return report(support, folds, List.of(kind));
  }

  private static FewShotKind unselected(Support support, boolean small) {
    if (coversAllClasses(support) && Trial.textLoss(support) > Math.log(support.classes())) {
      return FewShotKind.NEAREST_CLASS_MEAN;
    }
    return small ? FewShotKind.PROKER : FewShotKind.GDA;
  }

  private static boolean coversAllClasses(Support support) {
    return Arrays.stream(support.counts()).allMatch(count -> count > 0);
  }

  /** Examples per class that has any. */
  private static double shots(Support support) {
    return Arrays.stream(support.examplesPerClass())
        .filter(count -> count > 0)
        .average()
        .orElseThrow();
  }

  private static FitReport fixed(Support support, FewShotKind kind) {
    return new FitReport(Grid.fixed(kind, shots(support)), List.of(), perClass(support), 0, 0);
  }

  private static FitReport report(Support support, List<Fold> folds, List<FewShotKind> kinds) {
    Trial trial = new Trial(support, folds);
    List<HeldOut> candidates = new ArrayList<>();
    kinds.forEach(kind -> candidates.add(trial.best(kind)));
    HeldOut best =
        candidates.stream().min(Comparator.comparingDouble(HeldOut::logLoss)).orElseThrow();
    int examples = folds.stream().mapToInt(fold -> fold.scored().length).sum();
    return new FitReport(best.method(), candidates, perClass(support), folds.size(), examples);
  }

  private static List<Integer> perClass(Support support) {
    return Arrays.stream(support.examplesPerClass()).boxed().toList();
  }
}
