package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** What is wrong with one parameter or member. */
@Schema(name = "FieldProblem")
record FieldProblem(
    @Schema(description = "Parameter or member, with its index in a list", example = "labels[2]")
    @NotNull
    String field,

    @Schema(description = "What is wrong with it", example = "Label 3 is empty.") @NotNull
    String detail) {}
