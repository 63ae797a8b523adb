package dev.clipcoder.evaluation;

import dev.clipcoder.evaluation.Recommendation.GapFit;
import dev.clipcoder.evaluation.Recommendation.ThresholdFit;
import dev.clipcoder.labelset.LabelSetDefinition.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Chooses the settings of a label set that do best on answers whose truth is known. */
final class Recommender {

  /** With fewer answers a label's own threshold would be chance. */
  private static final int PER_LABEL = 30;

  private final ObjectNode patch = JsonNodeFactory.instance.objectNode();
  private final List<String> notes = new ArrayList<>();
  private final MethodAnswers firstStage;
  private final List<RerankTrial> trials;
  private final Mode mode;

  /**
   * @param firstStage of the set's default method
   * @param trials of the rerank, in the order of the answers; empty where it cannot run
   */
  Recommender(MethodAnswers firstStage, List<RerankTrial> trials, Mode mode) {
    this.firstStage = firstStage;
    this.trials = trials;
    this.mode = mode;
  }

  Recommendation recommend() {
    notes.add("Fitted on the %d pictures of this report; held out: by %d-fold cross-fitting."
        .formatted(firstStage.answers().size(), Folds.FOLDS));
    GapFit gap = trials.isEmpty() ? null : gap();
    double threshold = gap == null ? 0 : gap.value();
    List<Answer> answers = trials.isEmpty()
        ? firstStage.answers()
        : trials.stream().map(trial -> trial.at(threshold)).toList();
    ThresholdFit fit = threshold(answers);
    return new Recommendation(patch, List.copyOf(notes), gap, fit);
  }

  private GapFit gap() {
    List<RerankTrial> ofLabels = trials.stream()
        .filter(t -> !firstStage.background().contains(t.without().truth()))
        .toList();
    double gap = RerankTrial.best(ofLabels);
    ObjectNode rerank = patch.putObject("rerank").put("enabled", gap > 0);
    if (gap > 0) {
      rerank.put("gap", gap);
    }
    List<Answer> heldOut = Folds.crossFit(ofLabels, rest -> {
      double fitted = RerankTrial.best(rest);
      return trial -> trial.at(fitted);
    });
    return new GapFit(
        gap,
        share(ofLabels.stream().map(trial -> trial.at(gap)).toList(), Answer::isRight),
        share(heldOut, Answer::isRight));
  }

  private @Nullable ThresholdFit threshold(List<Answer> answers) {
    if (mode == Mode.MULTI) {
      notes.add("No thresholds: the set accepts several labels, and the folders name one each.");
      return null;
    }
    OptionalDouble fitted = AcceptanceFit.threshold(answers);
    if (fitted.isEmpty()) {
      notes.add("No threshold: none makes %.0f %% of the accepted answers right."
          .formatted(100 * AcceptanceFit.TARGET));
      return null;
    }
    double value = fitted.getAsDouble();
    ObjectNode decision = patch.putObject("decision");
    // Null takes a threshold of the set away: every answer may be accepted.
    decision.put("threshold", value > 0 ? (Double) value : null);
    perLabel(answers, decision);
    if (firstStage.background().isEmpty()) {
      notes.add("The threshold is for pictures of these labels; others are not part of the data.");
    }
    return fit(answers, value);
  }

  private void perLabel(List<Answer> answers, ObjectNode decision) {
    ObjectNode thresholds = JsonNodeFactory.instance.objectNode();
    for (int c = 0; c < firstStage.labels().size(); c++) {
      int label = c;
      List<Answer> own =
          answers.stream().filter(answer -> answer.first() == label).toList();
      if (own.size() >= PER_LABEL) {
        AcceptanceFit.threshold(own)
            .ifPresent(value -> thresholds.put(firstStage.labels().get(label), value));
      }
    }
    if (!thresholds.isEmpty()) {
      decision.set("thresholds", thresholds);
    }
  }

  /** An answer, and whether a threshold that was fitted without it accepts it. */
  private record Judged(Answer answer, boolean accepted) {}

  private static ThresholdFit fit(List<Answer> answers, double value) {
    List<Answer> accepted =
        answers.stream().filter(a -> AcceptanceFit.accepts(value, a)).toList();
    List<Judged> judged = Folds.crossFit(answers, rest -> {
      double fitted = AcceptanceFit.threshold(rest).orElse(Double.POSITIVE_INFINITY);
      return answer -> new Judged(answer, AcceptanceFit.accepts(fitted, answer));
    });
    List<Answer> heldOut =
        judged.stream().filter(Judged::accepted).map(Judged::answer).toList();
    return new ThresholdFit(
        value,
        AcceptanceFit.TARGET,
        new Proportion(accepted.size(), answers.size()),
        share(accepted, Answer::isRight),
        new Proportion(heldOut.size(), answers.size()),
        heldOut.isEmpty() ? null : share(heldOut, Answer::isRight));
  }

  private static Proportion share(List<Answer> answers, Predicate<Answer> counts) {
    return new Proportion((int) answers.stream().filter(counts).count(), answers.size());
  }
}
