package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clipcoder.coder.fewshot.FewShotMethod;
import dev.clipcoder.coder.fewshot.FitReport;
import dev.clipcoder.coder.fewshot.HeldOut;
import dev.clipcoder.fewshot.Choice;
import dev.clipcoder.fewshot.FittedSet;
import dev.clipcoder.fewshot.FittedSets;
import dev.clipcoder.fewshot.SupportSet;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The head of a support set: which method was chosen, how it did, and whether it knows the newest examples. */
@Schema(name = "Fit")
record FitResponse(
    @Schema(
        description =
            "`none`: no examples, or nobody has asked for a head since the start; `fitting`: the first one is being made; `current`: it knows all examples and the classes as they are; `behind`: a newer one is to come",
        allowableValues = {"none", "fitting", "current", "behind"})
    @NotNull
    String state,

    @Schema(description = "Of the examples that it knows; null without a head") @Nullable
    Integer version,

    @Schema(description = "What answers, with its hyper-parameters; null before any was chosen")
    @Nullable
    MethodUsed method,

    @Schema(description = "The version of the examples that it was chosen on") @Nullable
    Integer chosenOnVersion,

    @Schema(
        description =
            "How it did on examples of the set that were held out; null where no class has two examples, so that nothing could be")
    @Nullable
    HeldOutFigures heldOut,

    @Schema(description = "The best of every method that was tried") @NotNull
    List<CandidateMethod> candidates) {

  /** A method with its hyper-parameters. */
  @Schema(name = "FewShotMethod")
  record MethodUsed(
      @Schema(example = "proker") @NotNull String id,

      @Schema(description = "Weight of what the examples say; 0 is plain CLIP")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Double alpha,

      @Schema(description = "Sharpness") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
      Double beta,

      @Schema(description = "The ridge of proker")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Double lambda,

      @Schema(description = "Whether nearest-class-mean compares CODER vectors")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Boolean coderSpace) {

    static MethodUsed of(FewShotMethod method) {
      String id = method.kind().id();
      return switch (method) {
        case FewShotMethod.CoderAdapter coder ->
          new MethodUsed(id, coder.alpha(), coder.beta(), null, null);
        case FewShotMethod.TipAdapter tip ->
          new MethodUsed(id, tip.alpha(), tip.beta(), null, null);
        case FewShotMethod.Gda gda -> new MethodUsed(id, gda.alpha(), null, null, null);
        case FewShotMethod.ProKer proker ->
          new MethodUsed(id, proker.alpha(), proker.beta(), proker.lambda(), null);
        case FewShotMethod.NearestClassMean mean ->
          new MethodUsed(id, null, null, null, mean.coderSpace());
      };
    }
  }

  /** How a method did on held-out examples. */
  @Schema(name = "HeldOutFigures")
  record HeldOutFigures(
      @Schema(description = "Part whose label came first, in [0, 1]") @NotNull
      Double accuracy,

      @Schema(description = "Mean of −log p of the label; what the choice is made by") @NotNull
      Double logLoss,

      @Schema(description = "How often examples were held out") @NotNull
      Integer folds,

      @Schema(description = "How many, over all folds") @NotNull
      Integer examples) {}

  /** The best of one method. */
  @Schema(name = "CandidateMethod")
  record CandidateMethod(
      @NotNull MethodUsed method,
      @NotNull Double accuracy,
      @NotNull Double logLoss) {}

  /**
   * Of a set as it stands.
   *
   * @param awaited a head that a request has waited for; null to look which one there is
   */
  static FitResponse of(FittedSets heads, SupportSet set, @Nullable FittedSet awaited) {
    // Looked at first: a fit that ends in between leaves a head.
    boolean isBeingFitted = heads.isBeingFitted(set);
    FittedSet fitted = awaited == null ? heads.present(set) : awaited;
    Choice choice = fitted == null ? heads.choice(set) : fitted.choice();
    FitReport report = choice == null ? null : choice.report();
    return new FitResponse(
        fitted == null ? without(isBeingFitted) : state(heads, set, fitted),
        fitted == null ? null : fitted.set().version(),
        report == null ? null : MethodUsed.of(report.method()),
        choice == null ? null : choice.version(),
        report == null ? null : heldOut(report),
        report == null
            ? List.of()
            : report.candidates().stream()
                .map(held -> new CandidateMethod(
                    MethodUsed.of(held.method()), held.accuracy(), held.logLoss()))
                .toList());
  }

  private static String without(boolean isBeingFitted) {
    return isBeingFitted ? "fitting" : "none";
  }

  private static String state(FittedSets heads, SupportSet set, FittedSet fitted) {
    return heads.isCurrent(fitted, set) ? "current" : "behind";
  }

  private static @Nullable HeldOutFigures heldOut(FitReport report) {
    HeldOut chosen = report.chosen().orElse(null);
    return chosen == null
        ? null
        : new HeldOutFigures(
            chosen.accuracy(), chosen.logLoss(), report.folds(), report.heldOutExamples());
  }
}
