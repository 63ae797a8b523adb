package dev.clipcoder.api;

import dev.clipcoder.model.ModelDescription;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** Which checkpoint answered: embeddings of one fingerprint can be compared, others cannot. */
@Schema(name = "ModelReference")
record ModelReference(
    @Schema(example = "openai/clip-vit-base-patch32") @NotNull
    String id,

    @Schema(
        description = "SHA-256 over weights, configuration, tokenizer and preprocessing",
        example = "9f2c5b1d…")
    @NotNull
    String fingerprint) {

  static ModelReference of(ModelDescription model) {
    return new ModelReference(model.id(), model.fingerprint());
  }
}
