package dev.clipcoder.evaluation;

import dev.clipcoder.coder.Background;
import dev.clipcoder.evaluation.MethodReport.Confusion;
import dev.clipcoder.evaluation.MethodReport.PerClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one method says about all pictures; pure arithmetic from here to the report.
 *
 * @param labels the names of the classes, by index
 * @param answers one for each picture; at least one is of a label
 */
record MethodAnswers(
    String method, List<String> labels, Background background, List<Answer> answers) {

  MethodAnswers {
    labels = List.copyOf(labels);
    answers = List.copyOf(answers);
  }

  /** Without the pictures of background classes, which no label can be right for. */
  List<Answer> ofLabels() {
    return answers.stream().filter(a -> !background.contains(a.truth())).toList();
  }

  /** Right at first, over the pictures of labels. */
  Proportion top1() {
    return share(ofLabels(), Answer::isRight);
  }

  MethodReport report() {
    List<Answer> ofLabels = ofLabels();
    return new MethodReport(
        method,
        top1(),
        share(ofLabels, Answer::isAmongTop),
        Calibration.of(ofLabels),
        ofBackground(),
        perClass(ofLabels),
        confusions(ofLabels));
  }

  private static Proportion share(List<Answer> answers, Predicate<Answer> counts) {
    return new Proportion((int) answers.stream().filter(counts).count(), answers.size());
  }

  private @Nullable Proportion ofBackground() {
    List<Answer> others =
        answers.stream().filter(a -> background.contains(a.truth())).toList();
    return others.isEmpty() ? null : share(others, Answer::beatenByBackground);
  }

  private List<PerClass> perClass(List<Answer> ofLabels) {
    Map<Integer, List<Answer>> byClass = new TreeMap<>();
    ofLabels.forEach(answer ->
        byClass.computeIfAbsent(answer.truth(), _ -> new ArrayList<>()).add(answer));
    return byClass.entrySet().stream()
        .map(entry -> new PerClass(
            labels.get(entry.getKey()),
            share(entry.getValue(), Answer::isRight),
            share(entry.getValue(), Answer::isAmongTop)))
        .toList();
  }

  private List<Confusion> confusions(List<Answer> ofLabels) {
    record Pair(int truth, int answered) {}
    Map<Pair, Integer> counts = new LinkedHashMap<>();
    ofLabels.stream()
        .filter(answer -> !answer.isRight())
        .forEach(answer -> counts.merge(new Pair(answer.truth(), answer.first()), 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Comparator.comparingInt((Map.Entry<Pair, Integer> e) -> -e.getValue())
            .thenComparingInt(e -> e.getKey().truth())
            .thenComparingInt(e -> e.getKey().answered()))
        .map(e -> new Confusion(
            labels.get(e.getKey().truth()), labels.get(e.getKey().answered()), e.getValue()))
        .toList();
  }
}
