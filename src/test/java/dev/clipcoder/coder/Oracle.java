package dev.clipcoder.coder;

import dev.clipcoder.coder.RandomSet.ClassTexts;
import java.util.ArrayList;
import java.util.List;

/**
 * The formulas of the method in double and in naive loops over plain arrays, written from the page and not from the
 * code: it shares nothing with what it judges.
 */
final class Oracle {

  private final RandomSet set;

  Oracle(RandomSet set) {
    this.set = set;
  }

  static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * (double) other[i];
    }
    return sum;
  }

  /** v_j = f·t_j. */
  double[] vector() {
    List<float[]> rows = set.rows();
    double[] vector = new double[rows.size()];
    for (int j = 0; j < vector.length; j++) {
      vector[j] = dot(set.image(), rows.get(j));
    }
    return vector;
  }

  /** s_c = (Σ_kind w_kind·Σ v_j + w_name·max) / (Σ_kind w_kind·n_kind + w_name). */
  double[] coder(double wName, double wAttribute, double wAnalogous, boolean classNorm) {
    double[] scores = new double[set.classes().size()];
    for (int c = 0; c < scores.length; c++) {
      ClassTexts texts = set.classes().get(c);
      double best = -2;
      for (float[] text : texts.names()) {
        best = Math.max(best, dot(set.image(), text));
      }
      for (float[] text : texts.synonyms()) {
        best = Math.max(best, dot(set.image(), text));
      }
      double n = wAttribute * texts.attributes().size()
          + wAnalogous * texts.analogous().size();
      double sum = classNorm
          ? classNorm(texts, wAttribute, wAnalogous, n)
          : plainSum(texts, wAttribute, wAnalogous);
      // 0/0: nothing of the class weighs anything, its names speak for it.
      scores[c] = n + wName == 0 ? best : (sum + wName * best) / (n + wName);
    }
    return scores;
  }

  private double plainSum(ClassTexts texts, double wAttribute, double wAnalogous) {
    double sum = 0;
    for (float[] text : texts.attributes()) {
      sum += wAttribute * dot(set.image(), text);
    }
    for (float[] text : texts.analogous()) {
      sum += wAnalogous * dot(set.image(), text);
    }
    return sum;
  }

  /** n·f·û with û the renormalised mean. */
  private double classNorm(ClassTexts texts, double wAttribute, double wAnalogous, double n) {
    if (n == 0) {
      return 0;
    }
    double[] mean = new double[set.image().length];
    for (int i = 0; i < mean.length; i++) {
      for (float[] text : texts.attributes()) {
        mean[i] += wAttribute * text[i] / n;
      }
      for (float[] text : texts.analogous()) {
        mean[i] += wAnalogous * text[i] / n;
      }
    }
    return n * cosine(mean);
  }

  /** The cosine of the image with a direction. */
  private double cosine(double[] direction) {
    double dot = 0;
    double square = 0;
    for (int i = 0; i < direction.length; i++) {
      dot += set.image()[i] * direction[i];
      square += direction[i] * direction[i];
    }
    return dot / Math.sqrt(square);
  }

  /** The cosine to the renormalised mean of the name texts. */
  double[] clip() {
    double[] scores = new double[set.classes().size()];
    for (int c = 0; c < scores.length; c++) {
      double[] sum = new double[set.image().length];
      for (float[] text : set.classes().get(c).names()) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += text[i];
        }
      }
      scores[c] = cosine(sum);
    }
    return scores;
  }

  static double[] softmax(double[] scores, double scale) {
    double[] probabilities = new double[scores.length];
    for (int c = 0; c < scores.length; c++) {
      // 1 / Σ exp(scale·(s_i − s_c))
      double sum = 0;
      for (double score : scores) {
        sum += Math.exp(scale * (score - scores[c]));
      }
      probabilities[c] = 1 / sum;
    }
    return probabilities;
  }

  /** Labels by score, best first; among equals the earlier class: by repeated search for the largest. */
  List<Integer> ranking(double[] scores) {
    List<Integer> ranking = new ArrayList<>();
    while (true) {
      int best = -1;
      for (int c = 0; c < scores.length; c++) {
        if (!set.background()[c]
            && !ranking.contains(c)
            && (best < 0 || scores[c] > scores[best])) {
          best = c;
        }
      }
      if (best < 0) {
        return ranking;
      }
      ranking.add(best);
    }
  }

  private double bestBackground(double[] scores) {
    double best = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < scores.length; c++) {
      if (set.background()[c]) {
        best = Math.max(best, scores[c]);
      }
    }
    return best;
  }

  /** "accepted", "background" or "below-threshold". */
  String single(double[] scores, double scale, int first, double[] thresholds) {
    if (!(scores[first] > bestBackground(scores))) {
      return "background";
    }
    return softmax(scores, scale)[first] >= thresholds[first] ? "accepted" : "below-threshold";
  }

  double[] multi(double[] scores, double scale) {
    double[] probabilities = new double[scores.length];
    for (int c = 0; c < scores.length; c++) {
      probabilities[c] = 1 / (1 + Math.exp(-scale * (scores[c] - bestBackground(scores))));
    }
    return probabilities;
  }

  double gap(double[] scores, double scale) {
    double first = 0;
    double second = 0;
    for (double p : softmax(scores, scale)) {
      second = Math.max(second, Math.min(first, p));
      first = Math.max(first, p);
    }
    return first - second;
  }

  private List<float[]> texts(int c, int other) {
    return set.pairs().getOrDefault(c + "|" + other, List.of());
  }

  boolean isPair(int c, int other) {
    List<float[]> own = texts(c, other);
    List<float[]> reverse = texts(other, c);
    return !own.isEmpty() && !reverse.isEmpty();
  }

  /** r_c over the candidates; NaN without a counted pair. */
  double r(int c, List<Integer> candidates) {
    double sum = 0;
    int count = 0;
    for (int other : candidates) {
      if (other != c && isPair(c, other)) {
        sum += mean(texts(c, other)) - mean(texts(other, c));
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  private double mean(List<float[]> texts) {
    double sum = 0;
    for (float[] text : texts) {
      sum += dot(set.image(), text);
    }
    return sum / texts.size();
  }

  /** The candidates reordered by the measure; those whose measure is NaN stay. Bubble sort among the others. */
  static List<Integer> reordered(List<Integer> candidates, double[] measure) {
    List<Integer> order = new ArrayList<>(candidates);
    for (int round = 0; round < order.size(); round++) {
      for (int i = 0; i < order.size(); i++) {
        for (int j = i + 1; j < order.size(); j++) {
          boolean between = false;
          for (int m = i + 1; m < j; m++) {
            between |= !Double.isNaN(measure[order.get(m)]);
          }
          if (!between && measure[order.get(j)] > measure[order.get(i)]) {
            int kept = order.get(i);
            order.set(i, order.get(j));
            order.set(j, kept);
          }
        }
      }
    }
    return order;
  }
}
