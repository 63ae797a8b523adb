package dev.clipcoder.evaluation;

import dev.clipcoder.classify.LabelSetHead;
import dev.clipcoder.coder.ClassScores;
import dev.clipcoder.coder.CompactSpace;
import dev.clipcoder.coder.RowRange;
import dev.clipcoder.coder.TextKind;
import dev.clipcoder.coder.fewshot.FewShotFit;
import dev.clipcoder.coder.fewshot.FewShotHead;
import dev.clipcoder.coder.fewshot.FitReport;
import dev.clipcoder.coder.fewshot.Support;
import dev.clipcoder.coder.fewshot.SupportExample;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.evaluation.FewShotTrials.Learned;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Learns from the support of a draw and asks about its other pictures, with the mathematics that serves requests. */
final class FewShotScoring implements FewShotTrials.Learner {

  private final LabelSetHead head;
  private final double logitScale;
  private final EmbeddingMatrix names;
  private final boolean textsBeyondNames;
  private @Nullable CompactSpace space;

  FewShotScoring(LabelSetHead head, double logitScale) {
    this.head = head;
    this.logitScale = logitScale;
    this.names = names(head);
    this.textsBeyondNames = head.layout().hasTextsBeyondNames();
  }

  @Override
  public List<MethodAnswers> zeroShot(Draw draw) {
    SetScoring scoring = new SetScoring(head, logitScale, draw.test());
    return List.of(scoring.clip(), scoring.coder());
  }

  @Override
  public Learned learn(Draw draw, FewShotChoice choice) {
    Support support = support(draw, choice.wantsSpace(textsBeyondNames));
    FitReport report = choice.choose(support);
    FewShotHead fitted = FewShotFit.of(support, report.method()).head();
    List<Answer> answers = draw.test().stream()
        .map(seen -> {
          ClassScores scores =
              ClassScores.of(fitted.logits(seen.embedding()), 1, head.background());
          return Answer.of(
              scores, seen.picture().classIndex(), scores.top(Answer.TOP), head.background());
        })
        .toList();
    return new Learned(SetScoring.answers(head, choice.id(), answers), report);
  }

  private Support support(Draw draw, boolean withSpace) {
    List<SupportExample> examples = draw.support().stream()
        .map(seen -> new SupportExample(
            seen.embedding(), seen.picture().classIndex(), seen.picture().file().toString()))
        .toList();
    return withSpace
        ? Support.inSpace(names, logitScale, space(), examples)
        : Support.of(names, logitScale, examples);
  }

  /** Takes seconds for a large bank, so it is made once, and only for who wants it. */
  private CompactSpace space() {
    CompactSpace known = space;
    if (known == null) {
      known = CompactSpace.of(head.bank().matrix());
      space = known;
    }
    return known;
  }

  /** The renormalised mean of each class's name texts, as plain CLIP takes it: {@code float[classes][dimension]}. */
  private static EmbeddingMatrix names(LabelSetHead head) {
    EmbeddingMatrix bank = head.bank().matrix();
    List<Embedding> means = new ArrayList<>();
    float[] row = new float[bank.dimension()];
    for (int c = 0; c < head.layout().classes(); c++) {
      float[] sum = new float[row.length];
      RowRange range = head.layout().rows(c, TextKind.NAME);
      for (int text = range.from(); text < range.to(); text++) {
        bank.copyRow(text, row);
        for (int i = 0; i < row.length; i++) {
          sum[i] += row[i];
        }
      }
      means.add(Embedding.normalized(sum));
    }
    return EmbeddingMatrix.of(means);
  }
}
