package dev.clipcoder.evaluation;

import dev.clipcoder.classify.LabelSetHead;
import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.DeviceMemory;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.TextEncoder;
import dev.clipcoder.encoder.Urgency;
import dev.clipcoder.evaluation.PictureEncoder.Seen;
import dev.clipcoder.labelset.LabelSetDefinition;
import dev.clipcoder.labelset.ServedLabelSet;
import dev.clipcoder.model.ModelDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs an evaluation: folders to embeddings, embeddings to answers, answers to a report. */
final class Evaluation {

  /** Texts given to the encoder at a time, so that they make the same batches every time. */
  private static final int TEXTS = 16;

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final PictureEncoder pictures;
  private final TextEncoder texts;
  private final DeviceMemory memory;
  private final ModelDescription model;
  private Encoded encoded = new Encoded(List.of(), List.of(), List.of());

  Evaluation(
      PictureEncoder pictures, TextEncoder texts, DeviceMemory memory, ModelDescription model) {
    this.pictures = pictures;
    this.texts = texts;
    this.memory = memory;
    this.model = model;
  }

  /** A report, and the answers that it is about. */
  record Outcome(EvaluationReport report, List<AnsweredPicture> answers) {}

  /** What became of pictures, so that a set with other texts need not look at them again. */
  private record Encoded(
      List<LabelledPicture> pictures, List<Seen> seen, List<LeftOut> unreadable) {}

  /**
   * Evaluates a label set.
   *
   * @param skipUnknown whether folders that are named for no class are left out; otherwise they are an error
   * @param fewShot what to learn from examples; null for nothing
   * @throws EvaluationException if there is nothing to evaluate, or too little to learn from
   */
  Outcome run(
      ServedLabelSet set, Path data, boolean skipUnknown, @Nullable FewShotArguments fewShot) {
    LabelSetDefinition definition = set.version().definition();
    LabelledFolders folders = LabelledFolders.scan(data, definition.classes(), skipUnknown);
    if (fewShot != null) {
      FewShotTrials.check(folders.pictures(), SetScoring.labels(definition), fewShot);
    }
    List<Seen> seen = encode(data, folders.pictures());
    if (seen.stream()
        .allMatch(s -> definition.classes().get(s.picture().classIndex()).background())) {
      throw new EvaluationException("None of the %d pictures of labels can be read; %s: %s"
          .formatted(
              folders.pictures().size(),
              encoded.unreadable().getFirst().path(),
              encoded.unreadable().getFirst().reason()));
    }
    try (LabelSetHead head = LabelSetHead.of(set, this::encode, memory)) {
      int labels =
          (int) seen.stream().map(s -> s.picture().classIndex()).distinct().count();
      return report(
          head,
          new SetScoring(head, model.logitScale(), seen),
          data,
          seen.stream().map(Seen::picture).toList(),
          fewShot == null ? null : fewShot(head, seen, fewShot),
          new EvaluationReport.Pictures(
              data.toString(),
              seen.size(),
              labels,
              folders.unknown(),
              encoded.unreadable(),
              folders.leftOut()));
    }
  }

  private List<Seen> encode(Path data, List<LabelledPicture> wanted) {
    if (!encoded.pictures().equals(wanted)) {
      List<LeftOut> unreadable = new ArrayList<>();
      List<Seen> seen = pictures.encode(data, wanted, unreadable);
      encoded = new Encoded(wanted, List.copyOf(seen), List.copyOf(unreadable));
    }
    return encoded.seen();
  }

  private List<EncodedText> encode(List<String> sentences) {
    return encode(texts, sentences);
  }

  static List<EncodedText> encode(TextEncoder texts, List<String> sentences) {
    List<EncodedText> encoded = new ArrayList<>(sentences.size());
    for (int from = 0; from < sentences.size(); from += TEXTS) {
      List<String> chunk = sentences.subList(from, Math.min(from + TEXTS, sentences.size()));
      encoded.addAll(texts.encode(chunk, Deadline.in(PATIENCE), Urgency.BULK).join());
    }
    return encoded;
  }

  private FewShotReport fewShot(LabelSetHead head, List<Seen> seen, FewShotArguments asked) {
    FewShotScoring scoring = new FewShotScoring(head, model.logitScale());
    return new FewShotTrials(scoring, seen, SetScoring.labels(head.version().definition()))
        .run(asked);
  }

  private Outcome report(
      LabelSetHead head,
      SetScoring scoring,
      Path data,
      List<LabelledPicture> seen,
      @Nullable FewShotReport fewShot,
      EvaluationReport.Pictures about) {
    List<MethodAnswers> methods = new ArrayList<>(List.of(scoring.clip(), scoring.coder()));
    List<RerankTrial> trials = scoring.trials();
    if (!trials.isEmpty()) {
      methods.add(scoring.rerank(trials));
    }
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 1; i < methods.size(); i++) {
      comparisons.add(Comparison.of(methods.get(i), methods.get(i - 1)));
    }
    LabelSetDefinition definition = scoring.definition();
    EvaluationReport report = new EvaluationReport(
        new EvaluationReport.Model(model.id(), model.fingerprint(), model.logitScale()),
        new EvaluationReport.LabelSet(
            head.version().id(),
            definition.classes().size(),
            head.texts().size(),
            head.pairs(),
            definition.rerank().gap(),
            head.truncated().size()),
        about,
        methods.stream().map(MethodAnswers::report).toList(),
        comparisons,
        new Recommender(scoring.standard(), trials, definition.decision().mode()).recommend(),
        fewShot);
    return new Outcome(report, AnsweredPicture.of(data, seen, methods));
  }
}
