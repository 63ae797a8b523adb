package dev.clipcoder.coder.fewshot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The formulas of the few-shot methods in double and in naive loops over plain arrays, written from the page and not
 * from the code: it shares nothing with what it judges.
 */
record FewShotOracle(
    double[][] texts,
    double[][] bank,
    double scale,
    List<double[]> examples,
    List<Integer> labels) {

  static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static double cosine(double[] one, double[] other) {
    double norm = Math.sqrt(dot(one, one)) * Math.sqrt(dot(other, other));
    return norm == 0 ? 0 : dot(one, other) / norm;
  }

  /** v = T·f, all K numbers of it. */
  private double[] coderVector(double[] f) {
    double[] v = new double[bank.length];
    for (int j = 0; j < v.length; j++) {
      v[j] = dot(bank[j], f);
    }
    return v;
  }

  private int count(int c) {
    return (int) labels.stream().filter(label -> label == c).count();
  }

  /** scale·f·w_c + α·said, or α·said alone; a class without examples gets the mean of what is said of the others. */
  private double[] logits(double[] f, double[] said, double alpha, boolean texted) {
    double mean = 0;
    int known = 0;
    for (int c = 0; c < texts.length; c++) {
      if (count(c) > 0) {
        mean += said[c];
        known++;
      }
    }
    mean /= known;
    double[] logits = new double[texts.length];
    for (int c = 0; c < logits.length; c++) {
      logits[c] = (texted ? scale * dot(f, texts[c]) : 0) + alpha * (count(c) > 0 ? said[c] : mean);
    }
    return logits;
  }

  /** Σ_{i of c} exp(−β(1 − a_i)) / n_c. */
  private double[] votes(double[] affinities, double beta) {
    double[] votes = new double[texts.length];
    for (int i = 0; i < affinities.length; i++) {
      int c = labels.get(i);
      votes[c] += Math.exp(-beta * (1 - affinities[i])) / count(c);
    }
    return votes;
  }

  private double[] affinities(ToDoubleFunction<double[]> affinity) {
    return examples.stream().mapToDouble(affinity).toArray();
  }

  double[] tipAdapter(double[] f, double alpha, double beta) {
    return logits(f, votes(affinities(s -> dot(f, s)), beta), alpha, true);
  }

  double[] coderAdapter(double[] f, double alpha, double beta) {
    double[] v = coderVector(f);
    double[] a = affinities(s -> cosine(v, coderVector(s)));
    double min = a[0];
    double max = a[0];
    for (double value : a) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    for (int i = 0; i < a.length; i++) {
      a[i] = max - min < 1e-9 ? 1 : (a[i] - min) / (max - min);
    }
    return logits(f, votes(a, beta), alpha, true);
  }

  double[] nearestClassMean(double[] f, boolean coder) {
    double[] said = new double[texts.length];
    double[] place = coder ? coderVector(f) : f;
    for (int c = 0; c < said.length; c++) {
      double[] mean = new double[place.length];
      for (int i = 0; i < examples.size(); i++) {
        double[] vector = coder ? coderVector(examples.get(i)) : examples.get(i);
        double norm = coder ? Math.sqrt(dot(vector, vector)) : 1;
        for (int j = 0; j < mean.length && labels.get(i) == c && norm > 0; j++) {
          mean[j] += vector[j] / norm;
        }
      }
      // f is of unit length; v is not.
      said[c] = scale * cosine(place, mean) * (coder ? 1 : Math.sqrt(dot(f, f)));
    }
    return logits(f, said, 1, false);
  }

  double[] gda(double[] f, double alpha) {
    int d = f.length;
    double[][] means = new double[texts.length][d];
    for (int i = 0; i < examples.size(); i++) {
      for (int j = 0; j < d; j++) {
        means[labels.get(i)][j] += examples.get(i)[j] / count(labels.get(i));
      }
    }
    double[][] m = new double[d][d];
    double trace = 0;
    for (int i = 0; i < examples.size(); i++) {
      for (int j = 0; j < d; j++) {
        double dj = examples.get(i)[j] - means[labels.get(i)][j];
        for (int k = 0; k < d; k++) {
          m[j][k] += dj * (examples.get(i)[k] - means[labels.get(i)][k]);
        }
        trace += dj * dj;
      }
    }
    // tr(Σ̂) with Σ̂ over N − 1, and its least value.
    double ridge = examples.size() == 1 ? 0.01 : Math.max(trace / (examples.size() - 1), 0.01);
    for (int j = 0; j < d; j++) {
      m[j][j] += ridge;
    }
    double[] said = new double[texts.length];
    for (int c = 0; c < said.length; c++) {
      double[] w = solve(m, means[c]);
      for (int j = 0; j < d; j++) {
        w[j] *= d;
      }
      said[c] = dot(f, w) - Math.log(texts.length) - dot(means[c], w) / 2;
    }
    return logits(f, said, alpha, true);
  }

  double[] proker(double[] f, double alpha, double beta, double lambda) {
    int n = examples.size();
    double[][] m = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        m[i][j] = Math.exp(-beta * (1 - dot(examples.get(i), examples.get(j)))) / lambda
            + (i == j ? 1 : 0);
      }
    }
    double[] said = new double[texts.length];
    for (int c = 0; c < said.length; c++) {
      double[] residual = new double[n];
      for (int i = 0; i < n; i++) {
        residual[i] = (labels.get(i) == c ? 1 : 0) - dot(examples.get(i), texts[c]);
      }
      double[] a = solve(m, residual);
      for (int i = 0; i < n; i++) {
        said[c] += scale * Math.exp(-beta * (1 - dot(f, examples.get(i)))) * a[i];
      }
    }
    return logits(f, said, alpha, true);
  }

  /** Gauss with the largest pivot. */
  static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] a = new double[n][];
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
    }
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k; i < n; i++) {
        pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
      }
      double[] row = a[k];
      a[k] = a[pivot];
      a[pivot] = row;
      double value = x[k];
      x[k] = x[pivot];
      x[pivot] = value;
      for (int i = 0; i < n; i++) {
        double factor = i == k ? 0 : a[i][k] / a[k][k];
        for (int j = k; j < n && factor != 0; j++) {
          a[i][j] -= factor * a[k][j];
        }
        x[i] -= factor * x[k];
      }
    }
    for (int k = 0; k < n; k++) {
      x[k] /= a[k][k];
    }
    return x;
  }

  double[] logits(double[] f, FewShotMethod method) {
    return switch (method) {
      case FewShotMethod.CoderAdapter m -> coderAdapter(f, m.alpha(), m.beta());
      case FewShotMethod.TipAdapter m -> tipAdapter(f, m.alpha(), m.beta());
      case FewShotMethod.Gda m -> gda(f, m.alpha());
      case FewShotMethod.ProKer m -> proker(f, m.alpha(), m.beta(), m.lambda());
      case FewShotMethod.NearestClassMean m -> nearestClassMean(f, m.coderSpace());
    };
  }

  /** As if the examples at the places had never been there. */
  FewShotOracle without(List<Integer> places) {
    List<double[]> rest = new ArrayList<>();
    List<Integer> restLabels = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      if (!places.contains(i)) {
        rest.add(examples.get(i));
        restLabels.add(labels.get(i));
      }
    }
    return new FewShotOracle(texts, bank, scale, rest, restLabels);
  }

  static double loss(double[] logits, int truth) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - logits[truth]);
    }
    return Math.log(sum);
  }
}
