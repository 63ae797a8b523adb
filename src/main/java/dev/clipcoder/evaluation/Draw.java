package dev.clipcoder.evaluation;

import dev.clipcoder.evaluation.PictureEncoder.Seen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One division of the pictures: some of every class to learn from, all others to be judged by.
 *
 * @param support equally many of every class that has pictures, in class order, within a class in the order drawn
 * @param test the others, at least one of every such class, in the same order
 */
record Draw(List<Seen> support, List<Seen> test) {

  /** Most classes that an error lists. */
  private static final int MOST_LISTED = 10;

  Draw {
    support = List.copyOf(support);
    test = List.copyOf(test);
  }

  /**
   * Draws by lot. The same pictures and seed give the same draws, and with more shots each draw has the examples that
   * it had with fewer, and more.
   *
   * @param labels of the classes, for the error
   * @throws EvaluationException if a class that has pictures has not more than {@code shots}
   */
  static List<Draw> of(List<Seen> pictures, List<String> labels, int shots, int draws, int seed) {
    check(pictures.stream().map(Seen::picture).toList(), labels, shots);
    Map<Integer, List<Seen>> byClass = new TreeMap<>();
    for (Seen seen : pictures) {
      byClass
          .computeIfAbsent(seen.picture().classIndex(), _ -> new ArrayList<>())
          .add(seen);
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Draw> result = new ArrayList<>();
    for (int i = 0; i < draws; i++) {
      result.add(of(byClass, shots, random.split()));
    }
    return List.copyOf(result);
  }

  private static Draw of(Map<Integer, List<Seen>> byClass, int shots, SplittableRandom random) {
    List<Seen> support = new ArrayList<>();
    List<Seen> test = new ArrayList<>();
    for (List<Seen> ofClass : byClass.values()) {
      List<Seen> shuffled = new ArrayList<>(ofClass);
      Collections.shuffle(shuffled, random);
      support.addAll(shuffled.subList(0, shots));
      test.addAll(shuffled.subList(shots, shuffled.size()));
    }
    return new Draw(support, test);
  }

  /**
   * Looks whether there are enough pictures; of a class without any, nothing is learned.
   *
   * @throws EvaluationException if a class that has pictures has not more than {@code shots}
   */
  static void check(List<LabelledPicture> pictures, List<String> labels, int shots) {
    Map<Integer, Integer> counts = new TreeMap<>();
    pictures.forEach(picture -> counts.merge(picture.classIndex(), 1, Integer::sum));
    List<String> few = counts.entrySet().stream()
        .filter(entry -> entry.getValue() <= shots)
        .map(entry -> "'%s' (%d)".formatted(labels.get(entry.getKey()), entry.getValue()))
        .toList();
    if (!few.isEmpty()) {
      int fewest = counts.values().stream().min(Integer::compare).orElseThrow();
      throw new EvaluationException(
          "--shots %d needs %d pictures of every class, one of them to be judged; there are fewer of %s. %s"
              .formatted(
                  shots,
                  shots + 1,
                  listed(few),
                  fewest > 1
                      ? "Add pictures, or ask for at most %d.".formatted(fewest - 1)
                      : "Add pictures, or take the folders of these classes away."));
    }
  }

  private static String listed(List<String> few) {
    String first = String.join(", ", few.stream().limit(MOST_LISTED).toList());
    return few.size() <= MOST_LISTED
        ? first
        : "%s and %d more classes".formatted(first, few.size() - MOST_LISTED);
  }
}
