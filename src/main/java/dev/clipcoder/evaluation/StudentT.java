package dev.clipcoder.evaluation;

/**
 * Quantiles of Student's t distribution (Biometrika 6, 1908). The distribution function for whole degrees of freedom ν
 * is a finite sum (Abramowitz and Stegun, 26.7.3 and 26.7.4); the quantile is found by bisection.
 */
final class StudentT {

  private static final double MOST = 1e3;

  private StudentT() {}

  /** The value that |t| exceeds with a probability of 5 %. */
  static double quantile95(int degrees) {
    double low = 0;
    double high = MOST;
    while (true) {
      double middle = (low + high) / 2;
      if (middle == low || middle == high) {
        return middle;
      }
      if (within(middle, degrees) < 0.95) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }

  /** The probability of |t| below a value. */
  static double within(double t, int degrees) {
    double angle = Math.atan(t / Math.sqrt(degrees));
    double squaredCosine = Math.cos(angle) * Math.cos(angle);
    boolean odd = degrees % 2 == 1;
    double term = odd ? Math.cos(angle) : 1;
    double sum = 0;
    // cos θ + 2/3·cos³θ + … for odd ν, 1 + 1/2·cos²θ + … for even ones, up to cos^(ν−2).
    for (int power = odd ? 1 : 0; power <= degrees - 2; power += 2) {
      sum += term;
      term *= squaredCosine * (power + 1) / (power + 2);
    }
    return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  }
}
