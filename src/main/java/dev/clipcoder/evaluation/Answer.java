package dev.clipcoder.evaluation;

import java.util.List;

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
