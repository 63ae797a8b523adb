package dev.clipcoder.api;

import dev.clipcoder.labelset.BuildState;
import dev.clipcoder.labelset.Registration;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.Locale;

/** What became of a definition. */
@Schema(name = "LabelSetStatus")
record LabelSetStatus(
    @Schema(example = "pets") @NotNull String id,

    @Schema(description = "Also the ETag", example = "3") @NotNull
    Integer version,

    @Schema(
        description = "Whether it can serve",
        allowableValues = {"building", "ready", "failed", "cancelled"})
    @NotNull
    String state,

    @Schema(description = "The job that builds or built it; see GET /jobs/{id}") @NotNull
    String job) {

  static LabelSetStatus of(Registration registration, BuildState state) {
    return new LabelSetStatus(
        registration.id(), registration.version(), word(state), registration.jobId());
  }

  static String word(BuildState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
