package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clipcoder.classify.Classification;
import dev.clipcoder.embedding.Embedding;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of {@code POST /classify}. */
@Schema(
    name = "ClassifyResponse",
    oneOf = {ClassifyResponse.Whole.class, ClassifyResponse.ByRegion.class})
sealed interface ClassifyResponse {

  /** The one method there is for ad hoc labels. */
  String METHOD = "clip";

  /** What the whole picture is. */
  @Schema(name = "PictureClassification", description = "What the picture is")
  record Whole(
      @Schema(
          description = "The most probable label; null if none was accepted",
          example = "cat",
          nullable = true,
          requiredMode = Schema.RequiredMode.REQUIRED)
      @Nullable
      String label,

      @Schema(description = "Whether a label was accepted") @NotNull
      Boolean accepted,

      @Schema(
          description = "Why no label was accepted; else null",
          nullable = true,
          requiredMode = Schema.RequiredMode.REQUIRED)
      @Nullable
      String reason,

      @NotNull List<Prediction> predictions,

      @Schema(
          description =
              "The picture's unit embedding, with `include=embedding`: to be sent instead of the"
                  + " picture next time")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Embedding embedding,

      @Schema(example = METHOD) @NotNull String method,
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
      @NotNull List<RegionResult> results,
      @Schema(example = METHOD) @NotNull String method,
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
          description = "The most probable label; null if none was accepted",
          example = "cat",
          nullable = true,
          requiredMode = Schema.RequiredMode.REQUIRED)
      @Nullable
      String label,

      @Schema(description = "Whether a label was accepted") @NotNull
      Boolean accepted,

      @Schema(
          description = "Why no label was accepted; else null",
          nullable = true,
          requiredMode = Schema.RequiredMode.REQUIRED)
      @Nullable
      String reason,

      @NotNull List<Prediction> predictions,

      @Schema(description = "The region\'s unit embedding, with `include=embedding`")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Embedding embedding) {}

  /** How well one label fits. */
  @Schema(name = "Prediction")
  record Prediction(
      @Schema(example = "cat") String label,

      @Schema(description = "Cosine of picture and label, in [-1, 1]", example = "0.2713") @NotNull
      Double score,

      @Schema(description = "Softmax of the scores over all labels, in [0, 1]", example = "0.931")
      @NotNull
      Double probability) {

    static List<Prediction> of(Classification classification) {
      return classification.predictions().stream()
          .map(best -> new Prediction(best.label(), best.score(), best.probability()))
          .toList();
    }
  }
}
