package dev.clipcoder.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formulas against values that were computed in another way. */
class StatisticsTest {

  /** The ends are the roots of {@code (p̂ − p)² = z²·p(1 − p)/n}, found by bisection in Python. */
  @ParameterizedTest
  @CsvSource({
    "36, 40, 0.7694822477247771, 0.9604204713173936",
    "0, 10, 0, 0.27753279986288926",
    "10, 10, 0.7224672001371109, 1",
    "1, 1, 0.2065493143772374, 1",
    "289, 400, 0.6766612653345574, 0.7641057636866806",
    "5000, 10000, 0.4902020618154048, 0.5097979381845952"
  })
  void interval_isWilsons(int count, int of, double lower, double upper) {
    Proportion share = new Proportion(count, of);

    assertThat(share.lower()).isCloseTo(lower, within(1e-12));
    assertThat(share.upper()).isCloseTo(upper, within(1e-12));
    assertThat(share.value()).isEqualTo((double) count / of);
  }

  @Test
  void proportion_ofNothing_isRefused() {
    assertThatThrownBy(() -> new Proportion(0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Summed with exact fractions in Python. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "1, 0, 1",
    "0, 6, 0.03125",
    "10, 2, 0.03857421875",
    "5, 5, 1",
    "12, 3, 0.03515625",
    "300, 240, 0.011050481081930009",
    "2000, 1900, 0.11289365225934889"
  })
  void mcNemar_isTheExactBinomialTest(int onlyFirst, int onlySecond, double p) {
    assertThat(new McNemar(onlyFirst, onlySecond).p()).isCloseTo(p, within(1e-10));
    assertThat(new McNemar(onlySecond, onlyFirst).p()).isCloseTo(p, within(1e-10));
  }

  /** By hand: |0.5 − 0.95|·2, |1 − 0.3| and |0 − 0.5| over four answers; logarithms from Python. */
  @Test
  void calibration_ofFourAnswers() {
    Calibration calibration = Calibration.of(List.of(
        answer(0, 0, 0.95, 0.95),
        answer(1, 0, 0.95, 0.05),
        answer(2, 2, 0.3, 0.3),
        answer(0, 1, 0.5, 0.25)));

    assertThat(calibration.expectedError()).isCloseTo((0.9 + 0.7 + 0.5) / 4, within(1e-12));
    assertThat(calibration.logLoss()).isCloseTo(1.409323183346842, within(1e-12));
  }

  @Test
  void calibration_certainAndRight_isPerfect_certainAndWrong_isFinite() {
    assertThat(Calibration.of(List.of(answer(0, 0, 1, 1)))).isEqualTo(new Calibration(0, 0));
    assertThat(Calibration.of(List.of(answer(0, 1, 1, 0))).logLoss())
        .isCloseTo(15 * Math.log(10), within(1e-9));
  }

  /** Probabilities that are right as often as they say: 70 of 100 at 0.7. */
  @Test
  void calibration_believable_hasNoError() {
    List<Answer> answers = IntStream.range(0, 100)
        .mapToObj(i -> answer(0, i < 70 ? 0 : 1, 0.7, 0.7))
        .toList();

    assertThat(Calibration.of(answers).expectedError()).isCloseTo(0, within(1e-12));
  }

  private static Answer answer(int truth, int first, double confidence, double ofTruth) {
    return new Answer(truth, List.of(first), confidence, ofTruth, false);
  }

  /** From the incomplete beta function in Python (mpmath), to 12 digits. */
  @ParameterizedTest
  @CsvSource({
    "1, 12.7062047361747",
    "2, 4.30265272974946",
    "3, 3.18244630528371",
    "4, 2.77644510519779",
    "9, 2.26215716279821",
    "10, 2.22813885198627",
    "99, 1.98421695158642",
    "999, 1.96234146113345"
  })
  void quantile_isStudents(int degrees, double quantile) {
    assertThat(StudentT.quantile95(degrees)).isCloseTo(quantile, within(1e-9));
    assertThat(StudentT.within(quantile, degrees)).isCloseTo(0.95, within(1e-12));
  }

  /** Of 1, 2, 4, 5: mean 3, s² = 10/3, s/√n = √(10/12), t = 3.182446305284 for three degrees. */
  @Test
  void spread_isTheIntervalOfTheMean() {
    Spread spread = Spread.of(new double[] {4, 1, 5, 2});
    double half = 3.182446305284263 * Math.sqrt(10.0 / 12);

    assertThat(spread.mean()).isEqualTo(3);
    assertThat(spread.lower()).isCloseTo(3 - half, within(1e-9));
    assertThat(spread.upper()).isCloseTo(3 + half, within(1e-9));
    assertThat(spread.lowest()).isEqualTo(1);
    assertThatThrownBy(() -> Spread.of(new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
