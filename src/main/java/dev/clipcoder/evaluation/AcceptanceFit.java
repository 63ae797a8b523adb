package dev.clipcoder.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * From which probability on an answer is accepted, so that of the accepted ones the share {@value #TARGET} is right.
 */
final class AcceptanceFit {

  static final double TARGET = 0.95;

  private static final double DIGITS = 1e4;

  private AcceptanceFit() {}

  /**
   * The lowest threshold that reaches the target on these answers: 0 where all may be accepted, empty where none
   * reaches it. It lies between two probabilities that were seen, so that it does not hang on the last digits of one.
   */
  static OptionalDouble threshold(List<Answer> answers) {
    List<Answer> sorted = answers.stream()
        .filter(answer -> !answer.beatenByBackground())
        .sorted(Comparator.comparingDouble(Answer::confidence).reversed())
        .toList();
    OptionalDouble threshold = OptionalDouble.empty();
    int right = 0;
    for (int i = 0; i < sorted.size(); i++) {
      right += sorted.get(i).isRight() ? 1 : 0;
      double confidence = sorted.get(i).confidence();
      boolean last = i + 1 == sorted.size();
      double next = last ? 0 : sorted.get(i + 1).confidence();
      // Equal probabilities are accepted together or not at all.
      if ((last || next < confidence) && right >= TARGET * (i + 1)) {
        threshold = OptionalDouble.of(last ? 0 : between(next, confidence));
      }
    }
    return threshold;
  }

  private static double between(double lower, double upper) {
    double rounded = Math.ceil((lower + upper) / 2 * DIGITS) / DIGITS;
    return Math.min(rounded, upper);
  }

  static boolean accepts(double threshold, Answer answer) {
    return !answer.beatenByBackground() && answer.confidence() >= threshold;
  }
}
