package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;

/** The one model there is, as OpenAI's clients read lists of models. */
@Schema(name = "OpenAiModels")
record OpenAiModels(
    @Schema(example = "list") @NotNull String object,
    @NotNull List<Model> data) {

  static OpenAiModels of(Model model) {
    return new OpenAiModels("list", List.of(model));
  }

  /**
   * A model.
   *
   * @param created seconds since 1970 at which the service started
   */
  @Schema(name = "OpenAiModel")
  record Model(
      @Schema(example = "openai/clip-vit-base-patch32") @NotNull
      String id,

      @Schema(example = "model") @NotNull String object,

      @Schema(
          description = "When the service started, in seconds since 1970",
          example = "1764028800")
      @NotNull
      Long created,

      @Schema(example = "clipcoder") @NotNull @JsonProperty("owned_by")
      String ownedBy) {}
}
