package dev.clipcoder.fewshot;

import dev.clipcoder.coder.fewshot.FewShotKind;
import dev.clipcoder.coder.fewshot.FewShotMethod;
import dev.clipcoder.coder.fewshot.FitReport;
import dev.clipcoder.coder.fewshot.HeldOut;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Choices as they are stored. */
final class ChoiceJson {

  private ChoiceJson() {}

  private record Stored(
      MethodNumbers method,
      List<StoredHeldOut> candidates,
      List<Integer> examplesPerClass,
      int folds,
      int heldOutExamples,
      int version,
      long changes,
      String classesKey) {}

  private record StoredHeldOut(MethodNumbers method, double accuracy, double logLoss) {}

  private record MethodNumbers(
      String id,
      @Nullable Double alpha,
      @Nullable Double beta,
      @Nullable Double lambda,
      @Nullable Boolean coderSpace) {

    static MethodNumbers of(FewShotMethod method) {
      String id = method.kind().id();
      return switch (method) {
        case FewShotMethod.CoderAdapter coder ->
          new MethodNumbers(id, coder.alpha(), coder.beta(), null, null);
        case FewShotMethod.TipAdapter tip ->
          new MethodNumbers(id, tip.alpha(), tip.beta(), null, null);
        case FewShotMethod.Gda gda -> new MethodNumbers(id, gda.alpha(), null, null, null);
        case FewShotMethod.ProKer proker ->
          new MethodNumbers(id, proker.alpha(), proker.beta(), proker.lambda(), null);
        case FewShotMethod.NearestClassMean mean ->
          new MethodNumbers(id, null, null, null, mean.coderSpace());
      };
    }

    FewShotMethod toMethod() {
      return switch (FewShotKind.ofId(id).orElseThrow()) {
        case CODER_ADAPTER -> new FewShotMethod.CoderAdapter(number(alpha), number(beta));
        case TIP_ADAPTER -> new FewShotMethod.TipAdapter(number(alpha), number(beta));
        case GDA -> new FewShotMethod.Gda(number(alpha));
        case PROKER -> new FewShotMethod.ProKer(number(alpha), number(beta), number(lambda));
        case NEAREST_CLASS_MEAN ->
          new FewShotMethod.NearestClassMean(Objects.requireNonNull(coderSpace));
      };
    }

    private static double number(@Nullable Double number) {
      return Objects.requireNonNull(number);
    }
  }

  static String write(Choice choice) {
    FitReport report = choice.report();
    return JsonMapper.shared()
        .writeValueAsString(new Stored(
            MethodNumbers.of(report.method()),
            report.candidates().stream()
                .map(held -> new StoredHeldOut(
                    MethodNumbers.of(held.method()), held.accuracy(), held.logLoss()))
                .toList(),
            report.examplesPerClass(),
            report.folds(),
            report.heldOutExamples(),
            choice.version(),
            choice.changes(),
            choice.classesKey()));
  }

  static Choice read(String json) {
    Stored stored = JsonMapper.shared().readValue(json, Stored.class);
    FitReport report = new FitReport(
        stored.method().toMethod(),
        stored.candidates().stream()
            .map(held -> new HeldOut(held.method().toMethod(), held.accuracy(), held.logLoss()))
            .toList(),
        stored.examplesPerClass(),
        stored.folds(),
        stored.heldOutExamples());
    return new Choice(report, stored.version(), stored.changes(), stored.classesKey());
  }
}
