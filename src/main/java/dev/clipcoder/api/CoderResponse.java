package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clipcoder.api.ClassifyDetails.LabelSetUsed;
import dev.clipcoder.coder.CoderVector;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of {@code POST /coder}. */
@Schema(
    name = "CoderResponse",
    description =
        "The CODER vector of the picture. With `regions` it has `results`, a vector for each region, and no `vector` of its own.",
    oneOf = {CoderResponse.Whole.class, CoderResponse.ByRegion.class})
sealed interface CoderResponse extends NpyRows {

  /** What vectors of this answer may be compared with. */
  @NotNull
  String bankSha256();

  /** The vector of the whole picture. */
  @Schema(name = "PictureVector", description = "The CODER vector of the picture")
  record Whole(
      @Schema(description = "Cosines with the texts, or their compact form") @NotNull
      CoderVector vector,

      @Schema(description = "Length of the vector", example = "812") @NotNull
      Integer dimensions,

      @Schema(description = Documentation.TEXT_IDS)
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      List<Integer> textIds,

      @Schema(description = Documentation.PAIR_TEXTS)
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      List<PairText> texts,

      @NotNull LabelSetUsed labelSet,

      @Schema(description = Documentation.BANK) @NotNull String bankSha256,

      @NotNull ModelReference model,

      @Schema(description = "What to know about this answer") @NotNull
      List<String> warnings)
      implements CoderResponse {

    @Override
    public List<float[]> npyRows() {
      return List.of(vector.values());
    }
  }

  /** The vector of each region, in the order of the request. */
  @Schema(name = "RegionVectors", description = "The CODER vector of each region")
  record ByRegion(
      @Schema(description = "With `regions`: the vector of each, in the order of the request")
      @NotNull
      List<RegionVector> results,

      @Schema(description = "Length of each vector", example = "812") @NotNull
      Integer dimensions,

      @Schema(description = Documentation.TEXT_IDS)
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      List<Integer> textIds,

      @Schema(description = Documentation.PAIR_TEXTS)
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      List<PairText> texts,

      @NotNull LabelSetUsed labelSet,

      @Schema(description = Documentation.BANK) @NotNull String bankSha256,

      @NotNull ModelReference model,

      @Schema(description = "What to know about this answer") @NotNull
      List<String> warnings)
      implements CoderResponse {

    @Override
    public List<float[]> npyRows() {
      return results.stream().map(result -> result.vector().values()).toList();
    }
  }

  /** The vector of one region. */
  @Schema(name = "RegionVector")
  record RegionVector(
      @Schema(description = "`[x, y, width, height]` as in the request", example = "[0, 0, 0.5, 1]")
      @NotNull
      List<Double> region,

      @Schema(description = "Cosines with the texts, or their compact form") @NotNull
      CoderVector vector) {}

  /** One dimension of a full one-to-one vector. */
  @Schema(name = "PairText")
  record PairText(
      @Schema(description = "The label that the text speaks of", example = "cat") @NotNull
      String label,

      @Schema(example = "Because of whiskers, cat is different from dog.") @NotNull
      String text) {}

  /** Sentences for the documentation that both forms share. */
  final class Documentation {

    static final String TEXT_IDS =
        "With `kinds` and the full form: which dimension of `GET /label-sets/{id}/texts` each number is. Without"
            + " `kinds` number i is dimension i";

    static final String PAIR_TEXTS = "With `pair` and the full form: the text of each number";

    static final String BANK =
        "SHA-256 over the checkpoint, the form and the selected texts in their order. Compare and store together only"
            + " vectors for which it is the same";

    private Documentation() {}
  }
}
