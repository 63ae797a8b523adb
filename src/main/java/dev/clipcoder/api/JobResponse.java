package dev.clipcoder.api;

import dev.clipcoder.jobs.Job;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A job as it stands. */
@Schema(name = "Job")
record JobResponse(
    @NotNull String id,
    @Schema(example = "label-set-build") @NotNull String kind,

    @Schema(allowableValues = {"queued", "running", "succeeded", "failed", "cancelled"}) @NotNull
    String state,

    @NotNull Long done,

    @Schema(description = "0 before the work has been counted") @NotNull
    Long total,

    @Schema(
        description =
            "Seconds to go, of a generation with the build of what it makes; null where nothing can be said, as in the first seconds")
    @Nullable
    Long etaSeconds,

    @Schema(description = "Why it failed") @Nullable String error,
    @Schema(description = "What it makes") @NotNull Result result) {

  /** What a job makes. */
  @Schema(name = "JobResult")
  record Result(
      @Schema(example = "/label-sets/pets@3") @NotNull String href) {}

  static JobResponse of(Job job) {
    return new JobResponse(
        job.id(),
        job.kind(),
        job.state().name().toLowerCase(Locale.ROOT),
        job.done(),
        job.total(),
        job.eta() == null ? null : job.eta().toSeconds(),
        job.error(),
        new Result("/label-sets/" + job.subject()));
  }
}
