package dev.clipcoder.evaluation;

/**
 * McNemar's exact test (Psychometrika 12, 1947): whether two methods that answered the same pictures differ. Only
 * pictures on which exactly one is right count; if the methods are equally good, each is as likely to be the one:
 * {@code p = min(1, 2·Σ_{i ≤ min(b, c)} C(b + c, i) / 2^(b + c))}, two-sided.
 *
 * @param onlyFirst pictures that the first method alone has right, b
 * @param onlySecond pictures that the second method alone has right, c
 */
record McNemar(int onlyFirst, int onlySecond) {

  double p() {
    int discordant = onlyFirst + onlySecond;
    // log C(n, 0) - n log 2, then C(n, i + 1) = C(n, i)·(n − i)/(i + 1): logarithms do not
    // underflow.
    double logTerm = -discordant * Math.log(2);
    double tail = 0;
    for (int i = 0; i <= Math.min(onlyFirst, onlySecond); i++) {
      tail += Math.exp(logTerm);
      logTerm += Math.log((double) (discordant - i) / (i + 1));
    }
    return Math.min(1, 2 * tail);
  }
}
