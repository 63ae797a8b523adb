package dev.clipcoder.evaluation;

import dev.clipcoder.classify.LabelSetHead;
import dev.clipcoder.classify.Method;
import dev.clipcoder.coder.ClassScorer;
import dev.clipcoder.coder.ClassScores;
import dev.clipcoder.coder.RerankResult;
import dev.clipcoder.coder.Reranker;
import dev.clipcoder.evaluation.PictureEncoder.Seen;
import dev.clipcoder.labelset.LabelSetDefinition;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import java.util.ArrayList;
import java.util.List;

/** Asks every method that a label set has about every picture, with the mathematics that serves requests. */
final class SetScoring {

  static final String CLIP = "clip";
  static final String CODER = "coder";
  static final String RERANK = "coder+rerank";

  private final LabelSetHead head;
  private final double logitScale;
  private final List<Seen> pictures;

  SetScoring(LabelSetHead head, double logitScale, List<Seen> pictures) {
    this.head = head;
    this.logitScale = logitScale;
    this.pictures = pictures;
  }

  LabelSetDefinition definition() {
    return head.version().definition();
  }

  MethodAnswers clip() {
    return answers(CLIP, firstStage(head.clip()));
  }

  MethodAnswers coder() {
    return answers(CODER, firstStage(head.coder()));
  }

  /** The rerank with the set's own gap, whether the set enables it or not. */
  MethodAnswers rerank(List<RerankTrial> trials) {
    double gap = definition().rerank().gap();
    return answers(RERANK, trials.stream().map(trial -> trial.at(gap)).toList());
  }

  /** Of the method that a request without one gets. */
  MethodAnswers standard() {
    return head.defaultMethod() == Method.CODER ? coder() : clip();
  }

  /** CODER without and with its rerank; empty where no pair of classes has texts in both directions. */
  List<RerankTrial> trials() {
    if (head.pairs() == 0) {
      return List.of();
    }
    Reranker always = head.reranker().always();
    List<RerankTrial> trials = new ArrayList<>();
    for (Seen seen : pictures) {
      ClassScores scores = scores(head.coder(), seen);
      RerankResult result = always.rerank(scores, seen.embedding());
      int truth = seen.picture().classIndex();
      trials.add(new RerankTrial(
          result.gap(),
          answer(scores, truth, scores.top(Answer.TOP)),
          answer(scores, truth, result.top(scores, Answer.TOP))));
    }
    return trials;
  }

  private List<Answer> firstStage(ClassScorer scorer) {
    return pictures.stream()
        .map(seen -> {
          ClassScores scores = scores(scorer, seen);
          return answer(scores, seen.picture().classIndex(), scores.top(Answer.TOP));
        })
        .toList();
  }

  private ClassScores scores(ClassScorer scorer, Seen seen) {
    return ClassScores.of(scorer.scores(seen.embedding()), logitScale, head.background());
  }

  private Answer answer(ClassScores scores, int truth, int[] top) {
    return Answer.of(scores, truth, top, head.background());
  }

  private MethodAnswers answers(String method, List<Answer> answers) {
    return answers(head, method, answers);
  }

  static MethodAnswers answers(LabelSetHead head, String method, List<Answer> answers) {
    return new MethodAnswers(
        method, labels(head.version().definition()), head.background(), answers);
  }

  /** The names of the classes, by index. */
  static List<String> labels(LabelSetDefinition definition) {
    return definition.classes().stream().map(LabelClass::label).toList();
  }
}
