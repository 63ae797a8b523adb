package dev.clipcoder.labelset;

import dev.clipcoder.coder.ClassPair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The pairs of classes whose texts are nearest to each other: those that are most easily taken for each other. */
final class NearestPairs {

  private NearestPairs() {}

  private record Near(ClassPair pair, double cosine) {}

  /** The farthest first, and of equally far ones the later. */
  private static final Comparator<Near> WORST_FIRST = Comparator.comparingDouble(Near::cosine)
      .thenComparing(near -> near.pair().first(), Comparator.reverseOrder())
      .thenComparing(near -> near.pair().second(), Comparator.reverseOrder());

  /**
   * The nearest pairs, the nearest first; fewer where there are fewer.
   *
   * @throws InterruptedException if the thread is interrupted: many classes take seconds
   */
  static List<ClassPair> of(ClassVectors vectors, int most) throws InterruptedException {
    float[][] rows = vectors.rows();
    PriorityQueue<Near> nearest = new PriorityQueue<>(WORST_FIRST);
    for (int i = 0; i < rows.length; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Comparing classes");
      }
      for (int j = i + 1; j < rows.length; j++) {
        ClassPair pair =
            new ClassPair(vectors.classes().get(i), vectors.classes().get(j));
        keep(nearest, pair, dot(rows[i], rows[j]), most);
      }
    }
    List<Near> sorted = new ArrayList<>(nearest);
    sorted.sort(WORST_FIRST.reversed());
    return sorted.stream().map(Near::pair).toList();
  }

  private static void keep(PriorityQueue<Near> nearest, ClassPair pair, double cosine, int most) {
    if (nearest.size() == most && nearest.element().cosine() >= cosine) {
      return;
    }
    nearest.add(new Near(pair, cosine));
    if (nearest.size() > most) {
      nearest.remove();
    }
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int d = 0; d < one.length; d++) {
      sum += (double) one[d] * other[d];
    }
    return sum;
  }
}
