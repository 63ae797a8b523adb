package dev.clipcoder.evaluation;

import dev.clipcoder.coder.fewshot.FitReport;
import dev.clipcoder.coder.fewshot.TooManyExamplesException;
import dev.clipcoder.evaluation.FewShotReport.Figures;
import dev.clipcoder.evaluation.FewShotReport.MethodRow;
import dev.clipcoder.evaluation.FewShotReport.Shots;
import dev.clipcoder.evaluation.PictureEncoder.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Every number of shots, every draw, every method: from pictures to the figures of learning. */
final class FewShotTrials {

  /** Asks about the judged pictures of a draw. */
  interface Learner {

    /** The methods that learn nothing: {@code clip}, then others. */
    List<MethodAnswers> zeroShot(Draw draw);

    /**
     * Learns from the support first.
     *
     * @throws TooManyExamplesException if the method cannot take so many
     */
    Learned learn(Draw draw, FewShotChoice choice);
  }

  /** What a method made of a draw, and how it was chosen. */
  record Learned(MethodAnswers answers, FitReport report) {}

  private final Learner learner;
  private final List<Seen> pictures;
  private final List<String> labels;

  /**
   * @param labels the names of the classes, by index
   */
  FewShotTrials(Learner learner, List<Seen> pictures, List<String> labels) {
    this.learner = learner;
    this.pictures = pictures;
    this.labels = labels;
  }

  /**
   * Runs all trials.
   *
   * @throws EvaluationException if a class has too few pictures
   */
  FewShotReport run(FewShotArguments asked) {
    check(pictures.stream().map(Seen::picture).toList(), labels, asked);
    List<Shots> shots = asked.shots().stream()
        .map(k -> shots(k, Draw.of(pictures, labels, k, asked.draws(), asked.seed()), asked))
        .toList();
    return new FewShotReport(asked.draws(), asked.seed(), shots, notes());
  }

  /**
   * Looks whether all trials are possible, before any is made.
   *
   * @throws EvaluationException if a class has too few pictures
   */
  static void check(List<LabelledPicture> pictures, List<String> labels, FewShotArguments asked) {
    Draw.check(pictures, labels, asked.shots().getLast());
  }

  private Shots shots(int shots, List<Draw> draws, FewShotArguments asked) {
    List<List<MethodAnswers>> zeroShot = draws.stream().map(learner::zeroShot).toList();
    List<MethodAnswers> clip = zeroShot.stream().map(List::getFirst).toList();
    List<MethodRow> rows = new ArrayList<>();
    for (int i = 0; i < zeroShot.getFirst().size(); i++) {
      int method = i;
      List<MethodAnswers> answers =
          zeroShot.stream().map(ofDraw -> ofDraw.get(method)).toList();
      rows.add(new MethodRow(
          answers.getFirst().method(),
          figures(answers, clip),
          Map.of(),
          0,
          i == 0 ? null : Comparison.of(answers.getFirst(), clip.getFirst()),
          null));
    }
    for (FewShotChoice choice : asked.methods()) {
      rows.add(row(choice, draws, clip));
    }
    Draw first = draws.getFirst();
    return new Shots(shots, first.support().size(), first.test().size(), List.copyOf(rows));
  }

  private MethodRow row(FewShotChoice choice, List<Draw> draws, List<MethodAnswers> clip) {
    try {
      List<Learned> learned =
          draws.stream().map(draw -> learner.learn(draw, choice)).toList();
      Map<String, Integer> chosen = new TreeMap<>();
      learned.forEach(l -> chosen.merge(l.report().method().kind().id(), 1, Integer::sum));
      int fixed =
          (int) learned.stream().filter(l -> l.report().chosen().isEmpty()).count();
      List<MethodAnswers> answers = learned.stream().map(Learned::answers).toList();
      return new MethodRow(
          choice.id(),
          figures(answers, clip),
          chosen,
          fixed,
          Comparison.of(answers.getFirst(), clip.getFirst()),
          null);
    } catch (TooManyExamplesException e) {
      return new MethodRow(choice.id(), null, Map.of(), 0, null, String.valueOf(e.getMessage()));
    }
  }

  private static Figures figures(List<MethodAnswers> answers, List<MethodAnswers> clip) {
    double[] accuracy = accuracies(answers);
    double[] base = accuracies(clip);
    double[] gains =
        IntStream.range(0, base.length).mapToDouble(i -> accuracy[i] - base[i]).toArray();
    double[] losses = answers.stream()
        .mapToDouble(a -> Calibration.of(a.ofLabels()).logLoss())
        .toArray();
    return new Figures(
        Spread.of(accuracy),
        Spread.of(gains),
        (int) IntStream.range(0, base.length).filter(i -> accuracy[i] < base[i]).count(),
        Spread.of(losses));
  }

  private static double[] accuracies(List<MethodAnswers> answers) {
    return answers.stream().mapToDouble(a -> a.top1().value()).toArray();
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    long without = labels.size()
        - pictures.stream().map(seen -> seen.picture().classIndex()).distinct().count();
    if (without > 0) {
      notes.add(
          "Classes without pictures: %d. Nothing is learned about them; they compete by their texts."
              .formatted(without));
    }
    long equal =
        pictures.size() - pictures.stream().map(Seen::embedding).distinct().count();
    if (equal > 0) {
      notes.add(
          "Copies of other pictures: %d. One may be learned from and the other judged: take them away."
              .formatted(equal));
    }
    return List.copyOf(notes);
  }
}
