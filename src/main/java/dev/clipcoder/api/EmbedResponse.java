package dev.clipcoder.api;

import dev.clipcoder.embedding.Embedding;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;

/** Unit vectors in the order of the request. */
@Schema(name = "EmbedResponse")
record EmbedResponse(
    @NotNull ModelReference model,

    @Schema(description = "Length of each embedding", example = "512") @NotNull
    Integer dimension,

    @Schema(description = "Unit vectors in request order") @NotNull
    List<Embedding> embeddings,

    @Schema(description = "What to know about this answer") @NotNull
    List<String> warnings)
    implements NpyRows {

  @Override
  public List<float[]> npyRows() {
    return embeddings.stream().map(Embedding::toArray).toList();
  }
}
