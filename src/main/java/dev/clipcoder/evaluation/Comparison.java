package dev.clipcoder.evaluation;

import java.util.List;

/**
 * Two methods on the same pictures.
 *
 * @param onlyFirstRight pictures whose first label only the first method has right
 * @param onlySecondRight pictures whose first label only the second method has right
 * @param p of McNemar's exact two-sided test: small values speak against chance
 */
public record Comparison(
    String first, String second, int onlyFirstRight, int onlySecondRight, double p) {

  /** Of answers about the same pictures, in the same order. */
  static Comparison of(MethodAnswers first, MethodAnswers second) {
    List<Answer> one = first.ofLabels();
    List<Answer> other = second.ofLabels();
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int i = 0; i < one.size(); i++) {
      if (one.get(i).isRight() && !other.get(i).isRight()) {
        onlyFirst++;
      } else if (!one.get(i).isRight() && other.get(i).isRight()) {
        onlySecond++;
      }
    }
    McNemar test = new McNemar(onlyFirst, onlySecond);
    return new Comparison(first.method(), second.method(), onlyFirst, onlySecond, test.p());
  }
}
