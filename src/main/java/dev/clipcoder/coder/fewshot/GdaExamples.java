package dev.clipcoder.coder.fewshot;

import java.util.ArrayList;
import java.util.List;

/**
 * The examples around the means of their classes, and their scatter. Without the examples of a fold the scatter is
 * smaller by a few products, so that nothing has to be summed again.
 */
final class GdaExamples {

  private final Support support;
  private final int[] counts;

  /** {@code double[classes][dimension]}; zeros for a class without examples. */
  private final double[][] means;

  /** {@code double[examples][dimension]}. */
  private final double[][] centred;

  /** {@code double[dimension][dimension]}. */
  private final double[][] scatter;

  GdaExamples(Support support) {
    this.support = support;
    this.counts = support.counts();
    double[][] vectors = support.vectors();
    this.means = new double[counts.length][vectors[0].length];
    for (int i = 0; i < vectors.length; i++) {
      int c = support.classOf(i);
      add(means[c], vectors[i], 1.0 / counts[c]);
    }
    this.centred = new double[vectors.length][];
    for (int i = 0; i < vectors.length; i++) {
      centred[i] = vectors[i].clone();
      add(centred[i], means[support.classOf(i)], -1);
    }
    this.scatter = squared(centred);
  }

  private static void add(double[] target, double[] row, double factor) {
    Products.addOne(target, factor, row, 0, target.length);
  }

  /** {@code BᵀB}. */
  private static double[][] squared(double[][] rows) {
    return Products.of(Products.transposed(rows), rows);
  }

  GdaFit fit() {
    return GdaFit.of(copy(scatter), centred.length, means);
  }

  /**
   * Fits the examples that the fold leaves. Removing m of a class's n examples, whose mean lies δ beside that of the
   * class, takes their products from the scatter, and {@code m²/(n − m)·δδᵀ} for the mean that moves.
   */
  GdaFit fitWithout(Fold fold) {
    double[][] moves = new double[means.length][means[0].length];
    int[] removed = new int[means.length];
    List<double[]> rows = new ArrayList<>();
    for (int i : fold.removed()) {
      int c = support.classOf(i);
      add(moves[c], centred[i], 1);
      removed[c]++;
      rows.add(centred[i]);
    }
    double[][] rest = copy(means);
    for (int c = 0; c < rest.length; c++) {
      int left = counts[c] - removed[c];
      if (removed[c] > 0 && left > 0) {
        add(rest[c], moves[c], -1.0 / left);
        double[] move = new double[moves[c].length];
        add(move, moves[c], 1 / Math.sqrt(left));
        rows.add(move);
      }
    }
    double[][] less = squared(rows.toArray(double[][]::new));
    double[][] smaller = copy(scatter);
    for (int i = 0; i < smaller.length; i++) {
      add(smaller[i], less[i], -1);
    }
    return GdaFit.of(smaller, centred.length - fold.removed().length, rest);
  }

  private static double[][] copy(double[][] rows) {
    double[][] copy = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }
}
