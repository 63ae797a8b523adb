package dev.clipcoder.coder.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.embedding.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FewShotFitProperties {

  /** Thirty examples more and less, in any order, are what a fit from nothing is; the fit before stays as it was. */
  @Property(tries = 60, seed = "90")
  void plusAndMinus_areAFitFromNothing(@ForAll long seed) {
    Random random = new Random(seed);
    RandomSupport set = RandomSupport.of(seed);
    int dimension = set.texts().getFirst().dimension();
    Embedding image = RandomSupport.unit(random, dimension);
    for (FewShotMethod method : FewShotHeadProperties.METHODS) {
      List<SupportExample> examples = new ArrayList<>(set.examples());
      FewShotFit fit = FewShotFit.of(set.support(), method);
      for (int step = 0; step < 30; step++) {
        FewShotFit before = fit;
        double[] logits = fit.head().logits(image);
        if (examples.size() > 1 && random.nextBoolean()) {
          int place = random.nextInt(examples.size());
          examples.remove(place);
          fit = fit.minus(place);
        } else {
          SupportExample added = new SupportExample(
              RandomSupport.unit(random, dimension),
              random.nextInt(set.texts().size()),
              "new" + step);
          examples.add(added);
          fit = fit.plus(added);
        }
        FewShotHeadProperties.assertClose(
            fit.head().logits(image),
            FewShotHead.of(set.with(examples).support(), method).logits(image));
        assertThat(before.head().logits(image)).isEqualTo(logits);
      }
      assertThat(fit.method()).isEqualTo(method);
      assertThat(fit.support().size()).isEqualTo(examples.size());
    }
  }

  @Test
  void minus_refusesTheLastExample() {
    RandomSupport set = RandomSupport.of(new Random(1), 4, 3, new int[] {1}, 0);
    FewShotFit fit = FewShotFit.of(set.support(), new FewShotMethod.Gda(1));
    assertThatThrownBy(() -> fit.minus(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A support needs at least one example");
  }
}
