package dev.clipcoder.coder.fewshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Examples that are held out together.
 *
 * @param removed places of held-out examples and all their views, ascending
 * @param scored places of the examples themselves, a part of those removed, ascending
 */
record Fold(int[] removed, int[] scored) {

  static final Fold NONE = new Fold(new int[0], new int[0]);

  /** Bounds the time that a choice takes; a class with as many is judged by enough examples. */
  static final int MOST = 50;

  /**
   * Balanced folds: fold j holds out the j-th example of every class, with its views. The only example of a class is
   * never held out, and of a class with more than {@value #MOST} the first {@value #MOST} are. There are none where
   * less than two classes have two examples: on examples of one class alone, whatever always answers it would be best.
   */
  static List<Fold> of(Support support) {
    List<Map<String, List<Integer>>> groups = new ArrayList<>();
    for (int c = 0; c < support.classes(); c++) {
      groups.add(new LinkedHashMap<>());
    }
    for (int i = 0; i < support.size(); i++) {
      groups
          .get(support.classOf(i))
          .computeIfAbsent(support.example(i).group(), _ -> new ArrayList<>())
          .add(i);
    }
    List<List<List<Integer>>> examples = groups.stream()
        .map(group -> List.copyOf(group.values()))
        .filter(group -> group.size() > 1)
        .toList();
    if (examples.size() < 2) {
      return List.of();
    }
    int folds = examples.stream().mapToInt(List::size).max().orElse(0);
    List<Fold> result = new ArrayList<>();
    for (int j = 0; j < Math.min(folds, MOST); j++) {
      result.add(of(examples, j));
    }
    return result;
  }

  private static Fold of(List<List<List<Integer>>> examples, int j) {
    List<List<Integer>> heldOut = examples.stream()
        .filter(group -> group.size() > j)
        .map(group -> group.get(j))
        .toList();
    return new Fold(
        heldOut.stream()
            .flatMap(List::stream)
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray(),
        heldOut.stream().mapToInt(List::getFirst).sorted().toArray());
  }

  /** Which of so many examples are removed. */
  boolean[] mask(int size) {
    boolean[] mask = new boolean[size];
    for (int i : removed) {
      mask[i] = true;
    }
    return mask;
  }

  /** The rows of the scored examples. */
  double[][] scored(double[][] rows) {
    return Arrays.stream(scored).mapToObj(i -> rows[i]).toArray(double[][]::new);
  }
}
