package dev.clipcoder.api;

import dev.clipcoder.labelset.BuildState;
import dev.clipcoder.labelset.ImportedTexts;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** What became of texts that were imported. */
@Schema(name = "TextImportStatus")
record TextImportStatus(
    @Schema(example = "pets") @NotNull String id,

    @Schema(description = "Also the ETag", example = "4") @NotNull
    Integer version,

    @Schema(
        description = "Whether it can serve",
        allowableValues = {"building", "ready", "failed", "cancelled"})
    @NotNull
    String state,

    @Schema(description = "The job that builds or built it; see GET /jobs/{id}") @NotNull
    String job,

    @Schema(description = "Texts that the set did not have", example = "12") @NotNull
    Integer added,

    @Schema(
        description = "Texts left out because the class has the same one in the same kind",
        example = "1")
    @NotNull
    Integer duplicates) {

  static TextImportStatus of(ImportedTexts imported, BuildState state) {
    return new TextImportStatus(
        imported.registration().id(),
        imported.registration().version(),
        LabelSetStatus.word(state),
        imported.registration().jobId(),
        imported.added(),
        imported.dropped());
  }
}
