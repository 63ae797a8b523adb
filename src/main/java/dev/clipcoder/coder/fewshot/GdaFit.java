package dev.clipcoder.coder.fewshot;

/**
 * The weights of {@link GdaHead}.
 *
 * @param weights {@code double[dimension][classes]}
 * @param biases {@code double[classes]}
 */
record GdaFit(double[][] weights, double[] biases) {

  /** Less than the trace of what pictures of one class show, and more than what rounding leaves. */
  static final double LEAST_TRACE = 0.01;

  /**
   * Solves for the weights.
   *
   * @param scatter {@code (N − 1)Σ}, the sum of the products of the centred examples; decomposed in place
   * @param examples N
   * @param means {@code double[classes][dimension]}
   */
  static GdaFit of(double[][] scatter, int examples, double[][] means) {
    double trace = 0;
    for (int i = 0; i < scatter.length; i++) {
      trace += scatter[i][i];
    }
    double ridge = Math.max(examples > 1 ? trace / (examples - 1) : 0, LEAST_TRACE);
    for (int i = 0; i < scatter.length; i++) {
      scatter[i][i] += ridge;
    }
    double[][] weights = Products.transposed(means);
    Cholesky.of(scatter).solve(weights);
    double[] biases = new double[means.length];
    for (int i = 0; i < weights.length; i++) {
      for (int c = 0; c < biases.length; c++) {
        weights[i][c] *= scatter.length;
        biases[c] -= weights[i][c] * means[c][i] / 2;
      }
    }
    for (int c = 0; c < biases.length; c++) {
      biases[c] -= Math.log(biases.length);
    }
    return new GdaFit(weights, biases);
  }

  /** {@code f·w_c + b_c}: {@code double[classes]}. */
  double[] discriminants(double[] image) {
    double[] discriminants = Products.of(image, weights);
    for (int c = 0; c < discriminants.length; c++) {
      discriminants[c] += biases[c];
    }
    return discriminants;
  }
}
