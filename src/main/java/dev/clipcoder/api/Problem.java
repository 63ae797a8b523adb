package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;

/** What the documentation says about errors; they are made as {@link org.springframework.http.ProblemDetail}. */
@Schema(name = "Problem", description = "RFC 9457 problem details")
record Problem(
    @Schema(
        description = "Stable name of the kind of problem",
        example = "urn:clipcoder:problem:impossible-request")
    @NotNull
    URI type,

    @Schema(example = "Understood but impossible") @NotNull String title,
    @Schema(example = "422") @NotNull Integer status,

    @Schema(
        description = "What is wrong, and what to do",
        example = "Labels 1 and 3 are both 'cat'. Give each once.")
    @NotNull
    String detail,

    @Schema(description = "The path of the request", example = "/classify")
    String instance,

    @Schema(description = "The parameters or members at fault, where that can be told") @NotNull
    List<FieldProblem> errors) {}
