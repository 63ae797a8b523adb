package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** One line of the answer of {@code POST /classify/batch}: a result or a problem. */
@Schema(name = "BatchLine", description = "Either `result` or `problem`")
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchLine(
    @Schema(
        description =
            "As it was sent: the member `id` of the line, or the file name of the part; without one, or where it"
                + " cannot be read, its place from 0",
        types = {"string", "number"},
        example = "cat.png")
    @NotNull
    Object id,

    @Schema(description = "The answer of /classify") @Nullable
    ClassifyResponse result,

    @Schema(description = "Why there is no result, as /classify would say it") @Nullable
    Problem problem) {}
