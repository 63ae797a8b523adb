package dev.clipcoder.coder.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.embedding.Embedding;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ContributionProperties {

  /** What the examples contribute to a class is what its logit has beyond the text. */
  @Property(tries = 200, seed = "95")
  void contributions_sumToTheLogit(@ForAll long seed) {
    RandomSupport set = RandomSupport.of(seed);
    Support support = set.support();
    Embedding image =
        RandomSupport.unit(new Random(~seed), set.texts().getFirst().dimension());
    for (FewShotMethod method : FewShotHeadProperties.METHODS) {
      FewShotHead head = FewShotHead.of(support, method);
      double[] logits = head.logits(image);
      double[] clip = support.texts().cosines(support.texts().vector(image));
      for (int c = 0; c < logits.length; c++) {
        List<ExampleContribution> all = head.contributions(image, c, support.size());
        if (support.counts()[c] == 0 || method.kind() == FewShotKind.GDA) {
          assertThat(all).isEmpty();
          continue;
        }
        assertThat(all)
            .isSortedAccordingTo(
                (one, other) -> Double.compare(other.contribution(), one.contribution()));
        assertThat(head.contributions(image, c, 2))
            .isEqualTo(all.subList(0, Math.min(2, all.size())));
        double said = logits[c] - (method.usesTexts() ? set.scale() * clip[c] : 0);
        double sum = all.stream().mapToDouble(ExampleContribution::contribution).sum();
        assertThat(sum).isGreaterThan(said - 1e-9 * (1 + Math.abs(said)));
        if (method.kind() != FewShotKind.PROKER
            && method.kind() != FewShotKind.NEAREST_CLASS_MEAN) {
          assertThat(sum).isCloseTo(said, within(1e-9 * (1 + Math.abs(said))));
        }
        if (method.kind() != FewShotKind.PROKER) {
          int classIndex = c;
          assertThat(all).allMatch(one -> support.classOf(one.example()) == classIndex);
        }
      }
    }
  }

  /** ProKeR's are α·scale·k(f, s_i)·A_ic: leaving the example's term out of the sum changes the logit by it. */
  @Property(tries = 100, seed = "96")
  void contributionsOfProKer_areTheTermsOfItsSum(@ForAll long seed) {
    RandomSupport set = RandomSupport.of(seed);
    FewShotMethod.ProKer method = new FewShotMethod.ProKer(0.5, 2, 0.1);
    double[] f = RandomSupport.values(
        RandomSupport.unit(new Random(~seed), set.texts().getFirst().dimension()));
    FewShotOracle oracle = set.oracle();
    int n = set.examples().size();
    double[][] m = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double cosine =
            FewShotOracle.dot(oracle.examples().get(i), oracle.examples().get(j));
        m[i][j] = Math.exp(-2 * (1 - cosine)) / 0.1 + (i == j ? 1 : 0);
      }
    }
    int c = oracle.labels().getFirst();
    double[] coefficients = FewShotOracle.solve(
        m,
        IntStream.range(0, n)
            .mapToDouble(i -> (oracle.labels().get(i) == c ? 1 : 0)
                - FewShotOracle.dot(oracle.examples().get(i), oracle.texts()[c]))
            .toArray());
    Embedding image =
        RandomSupport.unit(new Random(~seed), set.texts().getFirst().dimension());
    for (ExampleContribution one :
        FewShotHead.of(set.support(), method).contributions(image, c, n)) {
      int i = one.example();
      double kernel = Math.exp(-2 * (1 - FewShotOracle.dot(f, oracle.examples().get(i))));
      assertThat(one.contribution())
          .isCloseTo(0.5 * set.scale() * kernel * coefficients[i], within(1e-9));
    }
  }
}
