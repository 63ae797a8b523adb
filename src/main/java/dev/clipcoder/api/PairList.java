package dev.clipcoder.api;

import dev.clipcoder.labelset.PairCoverage;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of pairs of classes. */
@Schema(name = "PairList")
record PairList(
    @Schema(description = "The version of the label set") @NotNull
    Integer version,

    @NotNull List<Item> items,

    @Schema(description = "For the parameter cursor of the next page; null on the last") @Nullable
    Integer nextCursor) {

  /** Two classes. */
  @Schema(name = "PairCoverage")
  record Item(
      @Schema(example = "cat") @NotNull String label,
      @Schema(example = "lynx") @NotNull String other,

      @Schema(
          description = "One-to-one texts on how the label differs from the other",
          example = "3")
      @NotNull
      Integer texts,

      @Schema(
          description = "One-to-one texts on how the other differs from the label",
          example = "0")
      @NotNull
      Integer otherTexts,

      @Schema(
          description =
              "How often the two met in a rerank while one direction or both had no texts; null where both have some and it was never counted",
          example = "17")
      @Nullable
      Long met,

      @Schema(description = "When that was last, to a few seconds; null for never") @Nullable
      Instant lastMet) {

    static Item of(PairCoverage pair) {
      return new Item(
          pair.label(), pair.other(), pair.texts(), pair.otherTexts(), pair.met(), pair.lastMet());
    }
  }
}
