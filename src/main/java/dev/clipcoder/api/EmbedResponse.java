package dev.clipcoder.api;

import dev.clipcoder.embedding.Embedding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Unit vectors in the order of the request. */
@Schema(name = "EmbedResponse")
record EmbedResponse(
    ModelReference model,

    @Schema(description = "Length of each embedding", example = "512")
    Integer dimension,

    @Schema(implementation = Float[][].class, description = "Unit vectors in request order")
    List<Embedding> embeddings,

    @Schema(description = "What to know about this answer") List<String> warnings) {}
