package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clipcoder.api.ClassifyDetails.Explanation;
import dev.clipcoder.api.ClassifyDetails.LabelSetUsed;
import dev.clipcoder.api.ClassifyDetails.Rerank;
import dev.clipcoder.api.ClassifyDetails.SupportSetUsed;
import dev.clipcoder.classify.Classification;
import dev.clipcoder.embedding.Embedding;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of {@code POST /classify}. */
@Schema(
    name = "ClassifyResponse",
    description =
        "What the picture is. With `regions` it has `results`, one decision for each region, and no `label`, `accepted`, `reason` and `predictions` of its own.",
    oneOf = {ClassifyResponse.Whole.class, ClassifyResponse.ByRegion.class})
sealed interface ClassifyResponse {

  /** What the whole picture is. */
  @Schema(name = "PictureClassification", description = "What the picture is")
  record Whole(
      @Schema(
          description = "The first label; null if none was accepted",
          example = "cat",
          nullable = true,
          requiredMode = Schema.RequiredMode.REQUIRED)
      @Nullable
      String label,

      @Schema(description = "Whether a label was accepted") @NotNull
      Boolean accepted,

      @Schema(
          description = "Why no label was accepted, `background` or `below-threshold`; else null",
          nullable = true,
          requiredMode = Schema.RequiredMode.REQUIRED)
      @Nullable
      String reason,

      @Schema(
          description =
              "All accepted labels, the likeliest first, where the label set allows several")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      List<String> labels,

      @NotNull List<Prediction> predictions,

      @Schema(description = "What the rerank did, where one was wanted")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Rerank rerank,

      @Schema(description = "With `include=explanation`")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Explanation explanation,

      @Schema(
          description =
              "The picture's unit embedding, with `include=embedding`: to be sent instead of the"
                  + " picture next time")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Embedding embedding,

      @Schema(example = "coder") @NotNull String method,

      @Schema(description = "The label set that answered; absent for labels of the request")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      LabelSetUsed labelSet,

      @Schema(description = "The support set that answered, with `supportSet`")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      SupportSetUsed supportSet,

      @NotNull ModelReference model,

      @Schema(description = "Whether the probabilities were fitted to known answers") @NotNull
      Boolean calibrated,

      @Schema(description = "What to know about this answer") @NotNull
      List<String> warnings)
      implements ClassifyResponse {}

  /** What each region is, in the order of the request. */
  @Schema(
      name = "RegionClassifications",
      description = "What each region is, in the order of the request")
  record ByRegion(
      @Schema(description = "With `regions`: what each is, in the order of the request") @NotNull
      List<RegionResult> results,

      @Schema(example = "coder") @NotNull String method,

      @Schema(description = "The label set that answered; absent for labels of the request")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      LabelSetUsed labelSet,

      @Schema(description = "The support set that answered, with `supportSet`")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      SupportSetUsed supportSet,

      @NotNull ModelReference model,

      @Schema(description = "Whether the probabilities were fitted to known answers") @NotNull
      Boolean calibrated,

      @Schema(description = "What to know about this answer") @NotNull
      List<String> warnings)
      implements ClassifyResponse {}

  /** What one region is. */
  @Schema(name = "RegionResult")
  record RegionResult(
      @Schema(description = "`[x, y, width, height]` as in the request", example = "[0, 0, 0.5, 1]")
      @NotNull
      List<Double> region,

      @Schema(
          description = "The first label; null if none was accepted",
          example = "cat",
          nullable = true,
          requiredMode = Schema.RequiredMode.REQUIRED)
      @Nullable
      String label,

      @Schema(description = "Whether a label was accepted") @NotNull
      Boolean accepted,

      @Schema(
          description = "Why no label was accepted, `background` or `below-threshold`; else null",
          nullable = true,
          requiredMode = Schema.RequiredMode.REQUIRED)
      @Nullable
      String reason,

      @Schema(
          description =
              "All accepted labels, the likeliest first, where the label set allows several")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      List<String> labels,

      @NotNull List<Prediction> predictions,

      @Schema(description = "What the rerank did, where one was wanted")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Rerank rerank,

      @Schema(description = "With `include=explanation`")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Explanation explanation,

      @Schema(description = "The region\'s unit embedding, with `include=embedding`")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Embedding embedding) {}

  /** How well one label fits. */
  @Schema(name = "Prediction")
  record Prediction(
      @Schema(example = "cat") String label,

      @Schema(
          description =
              "The class score on the scale of cosines, in [-1, 1]; with a support set what its method adds may lead beyond",
          example = "0.2713")
      @NotNull
      Double score,

      @Schema(description = "Softmax of the scores over all classes, in [0, 1]", example = "0.931")
      @NotNull
      Double probability,

      @Schema(
          description =
              "With SigLIP and `method=clip`: how well the picture matches this label by itself, in [0, 1],"
                  + " whatever the other labels are",
          example = "0.87")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Double match,

      @Schema(
          description =
              "Where the label set allows several labels: this one against the background, which its threshold holds"
                  + " for")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Double probabilityAlone,

      @Schema(description = "What an applied rerank ordered this candidate by")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Double rerankScore) {

    static List<Prediction> of(Classification classification) {
      return classification.predictions().stream()
          .map(best -> new Prediction(
              best.label(),
              best.score(),
              best.probability(),
              best.match(),
              best.alone(),
              best.rerankScore()))
          .toList();
    }
  }
}
