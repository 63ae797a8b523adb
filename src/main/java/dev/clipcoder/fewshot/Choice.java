package dev.clipcoder.fewshot;

import dev.clipcoder.coder.fewshot.FitReport;

/**
 * The method that was chosen for a set, and when.
 *
 * @param version of the set that it was chosen on
 * @param changes that the set had seen by then
 * @param classesKey of the classes that it was chosen with
 */
public record Choice(FitReport report, int version, long changes, String classesKey) {

  /** Up to so many examples a choice is a matter of a moment, and is made anew with every change. */
  static final int SMALL = 200;

  /** Of larger sets, one part in so many changes before a new choice is worth its time. */
  private static final int PART = 20;

  /**
   * Whether the method should be chosen anew.
   *
   * @param examples that the set has now
   * @param nowChanges that it has seen by now
   */
  boolean isDue(int examples, long nowChanges, String nowClasses) {
    long tolerated = examples <= SMALL ? 0 : examples / PART;
    return !nowClasses.equals(classesKey) || nowChanges - changes > tolerated;
  }
}
