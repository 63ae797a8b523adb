package dev.clipcoder.api;

import dev.clipcoder.classify.Classification.Prediction;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** One label of a picture, as Hugging Face's clients read it. */
@Schema(name = "ZeroShotLabel")
record ZeroShotLabel(
    @Schema(example = "cat") @NotNull String label,

    @Schema(
        description =
            "The probability among the labels; for models with a sigmoid, how well the label matches by itself",
        example = "0.931")
    @NotNull
    Double score) {

  static ZeroShotLabel of(Prediction prediction) {
    return new ZeroShotLabel(
        prediction.label(),
        prediction.match() == null ? prediction.probability() : prediction.match());
  }
}
