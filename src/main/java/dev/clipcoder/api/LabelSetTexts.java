package dev.clipcoder.api;

import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.labelset.BankTexts.BankText;
import dev.clipcoder.labelset.Origin;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A page of the texts of a label set, in the order of the dimensions of its CODER vectors. */
@Schema(name = "LabelSetTexts")
record LabelSetTexts(
    @Schema(description = "The version of the label set") @NotNull
    Integer version,

    @NotNull List<Item> items,

    @Schema(description = "For the parameter cursor of the next page; null on the last") @Nullable
    Integer nextCursor) {

  /** Where a text comes from. */
  @Schema(name = "TextProvenance")
  record Provenance(
      @Schema(
          description =
              "`user`, `import`, `descriptor-file` or `file`; of generated texts `wordnet` or `llm`; there may be others later",
          example = "user")
      @NotNull
      String source,

      @Schema(description = "When it came into the set, or was generated") @NotNull
      Instant at,

      @Schema(
          description = "The language model or dictionary that made it; null where nothing did",
          example = "WordNet 3.1")
      @Nullable
      String model,

      @Schema(description = "Of our prompt that the model was asked; null where there was none")
      @Nullable
      String promptVersion) {}

  /** One text. */
  @Schema(name = "LabelSetText")
  record Item(
      @Schema(description = "Its dimension in CODER vectors, from 0") @NotNull
      Integer dimension,

      @Schema(example = "cat which has whiskers") @NotNull String text,

      @Schema(description = "The class that it speaks of", example = "cat") @NotNull
      String label,

      @Schema(allowableValues = {"name", "attribute", "analogous", "synonym"}) @NotNull
      String kind,

      @Schema(description = "With begin and end of text", example = "8") @NotNull
      Integer tokens,

      @Schema(description = "Whether the model reads its beginning only") @NotNull
      Boolean truncated,

      @Schema(description = "Where it comes from") @NotNull Provenance provenance) {

    static Item of(int dimension, BankText text, String label, EncodedText encoded, Origin origin) {
      return new Item(
          dimension,
          text.text(),
          label,
          text.kind().name().toLowerCase(Locale.ROOT),
          encoded.tokens(),
          encoded.truncated(),
          new Provenance(origin.source(), origin.at(), origin.model(), origin.promptVersion()));
    }
  }
}
