package dev.clipcoder.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Cross-fitting: what is fitted on four fifths of the data and applied to the other fifth, for every fifth, says how
 * it does on data it was not fitted on. Item i is in fold i mod {@value #FOLDS}: no chance is involved.
 */
final class Folds {

  static final int FOLDS = 5;

  private Folds() {}

  /**
   * Fits and applies.
   *
   * @param fit makes a function of items from some of them
   * @return for every item, in order, what was fitted without its fold makes of it
   */
  static <T, R> List<R> crossFit(List<T> items, Function<List<T>, Function<T, R>> fit) {
    List<Function<T, R>> fitted = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      List<T> rest = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        if (i % FOLDS != fold) {
          rest.add(items.get(i));
        }
      }
      fitted.add(fit.apply(rest));
    }
    List<R> results = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      results.add(fitted.get(i % FOLDS).apply(items.get(i)));
    }
    return results;
  }
}
