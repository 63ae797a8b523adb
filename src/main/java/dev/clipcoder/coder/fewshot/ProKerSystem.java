package dev.clipcoder.coder.fewshot;

import java.util.Arrays;

/**
 * The inverse of {@code M = K/λ + I} and the coefficients {@code A = M⁻¹R} of {@link ProKerHead}, which one example more
 * or less changes by a product of vectors. Every eigenvalue of M is at least 1, so that its inverse is well behaved.
 * Immutable; takes {@code 8·N²} bytes.
 */
final class ProKerSystem {

  private final FewShotMethod.ProKer method;
  private final double[][] inverse;
  private final double[][] coefficients;

  private ProKerSystem(FewShotMethod.ProKer method, double[][] inverse, double[][] coefficients) {
    this.method = method;
    this.inverse = inverse;
    this.coefficients = coefficients;
  }

  static ProKerSystem of(Support support, FewShotMethod.ProKer method) {
    Cholesky cholesky = Cholesky.of(ProKerHead.system(ProKerHead.gram(support), method));
    double[][] coefficients = ProKerHead.residuals(support);
    cholesky.solve(coefficients);
    return new ProKerSystem(method, cholesky.inverse(), coefficients);
  }

  ProKerHead head(Support support) {
    return new ProKerHead(support, method, coefficients);
  }

  /** With the last example of the support: the inverse of a bordered matrix. */
  ProKerSystem plusLast(Support support) {
    int last = inverse.length;
    double[] border = new double[last + 1];
    for (int i = 0; i <= last; i++) {
      double cosine = Products.dot(support.vectors()[last], support.vectors()[i]);
      border[i] = ProKerHead.kernel(cosine, method) / method.lambda();
    }
    double[] known = Arrays.copyOf(border, last);
    double[] solved = Products.of(known, inverse);
    double pivot = border[last] + 1 - Products.dot(known, solved);

    double[] added = ProKerHead.residual(
        support.texts().cosines(support.vectors()[last]), support.classOf(last));
    double[] predicted = Products.of(known, coefficients);
    for (int c = 0; c < added.length; c++) {
      added[c] = (added[c] - predicted[c]) / pivot;
    }
    double[][] larger = new double[last + 1][];
    double[][] changed = new double[last + 1][];
    for (int i = 0; i < last; i++) {
      larger[i] = Arrays.copyOf(inverse[i], last + 1);
      Products.addOne(larger[i], solved[i] / pivot, solved, 0, last);
      larger[i][last] = -solved[i] / pivot;
      changed[i] = coefficients[i].clone();
      Products.addOne(changed[i], -solved[i], added, 0, added.length);
    }
    larger[last] = new double[last + 1];
    Products.addOne(larger[last], -1 / pivot, solved, 0, last);
    larger[last][last] = 1 / pivot;
    changed[last] = added;
    return new ProKerSystem(method, larger, changed);
  }

  /** Without the example at the place: the Schur complement in the inverse. */
  ProKerSystem minus(int place) {
    double[] row = Removal.value(inverse[place], place);
    double pivot = inverse[place][place];
    double[][] smaller = Removal.row(inverse, place);
    double[][] changed = Removal.row(coefficients, place);
    for (int i = 0; i < smaller.length; i++) {
      smaller[i] = Removal.value(smaller[i], place);
      Products.addOne(smaller[i], -row[i] / pivot, row, 0, row.length);
      changed[i] = changed[i].clone();
      Products.addOne(changed[i], -row[i] / pivot, coefficients[place], 0, changed[i].length);
    }
    return new ProKerSystem(method, smaller, changed);
  }
}
