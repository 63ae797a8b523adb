package dev.clipcoder.evaluation;

import dev.clipcoder.coder.Background;
import dev.clipcoder.coder.ClassScores;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one method says about one picture whose class is known. Classes are named by index.
 *
 * @param truth the picture's class; may be a background class
 * @param top the first labels, best first, at most {@value #TOP}; background classes are never among them
 * @param confidence the softmax probability of the first label
 * @param truthProbability the softmax probability of the true class
 * @param beatenByBackground whether a background class scores at least as high as the first label
 */
record Answer(
    int truth,
    List<Integer> top,
    double confidence,
    double truthProbability,
    boolean beatenByBackground) {

  static final int TOP = 5;

  Answer {
    top = List.copyOf(top);
  }

  /**
   * The answer that scores give.
   *
   * @param top the first labels, in the order of the method, which may be another than that of the scores
   */
  static Answer of(ClassScores scores, int truth, int[] top, Background background) {
    boolean beaten = IntStream.range(0, scores.classes())
        .anyMatch(c -> background.contains(c) && scores.score(c) >= scores.score(top[0]));
    return new Answer(
        truth,
        Arrays.stream(top).boxed().toList(),
        scores.probability(top[0]),
        scores.probability(truth),
        beaten);
  }

  int first() {
    return top.getFirst();
  }

  boolean isRight() {
    return first() == truth;
  }

  boolean isAmongTop() {
    return top.contains(truth);
  }
}
