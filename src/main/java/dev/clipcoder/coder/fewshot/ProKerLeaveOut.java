package dev.clipcoder.coder.fewshot;

/**
 * Kernel ridge regression without the examples of a fold, from the fit with all of them. With {@code M = K/λ + I} and
 * {@code A = M⁻¹R} the residual at the removed examples H, had they not been there, is
 * {@code ((M⁻¹)_HH)⁻¹·A_H}: the closed form of leaving out one example, for a block (Rifkin and Lippert, "Notes on
 * Regularized Least Squares", MIT-CSAIL-TR-2007-025). The prediction of {@link ProKerHead} is λ times that of the
 * regression, {@code λ(R_H − ((M⁻¹)_HH)⁻¹A_H)}.
 */
final class ProKerLeaveOut implements LeaveOut {

  private final Support support;
  private final double lambda;

  /** {@code L⁻¹} with {@code M⁻¹ = L⁻ᵀL⁻¹}. */
  private final double[][] inverseTriangle;

  private final double[][] residuals;
  private final double[][] coefficients;

  ProKerLeaveOut(Support support, double[][] gram, FewShotMethod.ProKer method) {
    this.support = support;
    this.lambda = method.lambda();
    Cholesky cholesky = Cholesky.of(ProKerHead.system(gram, method));
    this.inverseTriangle = cholesky.inverseTriangle();
    this.residuals = ProKerHead.residuals(support);
    this.coefficients = ProKerHead.residuals(support);
    cholesky.solve(coefficients);
  }

  @Override
  public double[][] said(Fold fold) {
    int[] removed = fold.removed();
    double[][] left = new double[removed.length][];
    for (int i = 0; i < removed.length; i++) {
      left[i] = coefficients[removed[i]].clone();
    }
    Cholesky.of(block(removed)).solve(left);
    double[][] said = new double[fold.scored().length][];
    for (int i = 0, row = 0; i < removed.length; i++) {
      if (row < said.length && removed[i] == fold.scored()[row]) {
        said[row++] = prediction(residuals[removed[i]], left[i]);
      }
    }
    return said;
  }

  private double[] prediction(double[] residual, double[] left) {
    double[] prediction = new double[residual.length];
    for (int c = 0; c < prediction.length; c++) {
      prediction[c] = support.texts().logitScale() * lambda * (residual[c] - left[c]);
    }
    return prediction;
  }

  /** {@code (M⁻¹)_HH}. */
  private double[][] block(int[] removed) {
    double[][] columns = new double[removed.length][inverseTriangle.length];
    for (int i = 0; i < removed.length; i++) {
      // Above the diagonal the triangle is zero.
      for (int k = removed[i]; k < inverseTriangle.length; k++) {
        columns[i][k] = inverseTriangle[k][removed[i]];
      }
    }
    return Products.of(columns, Products.transposed(columns));
  }
}
