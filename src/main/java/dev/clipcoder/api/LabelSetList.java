package dev.clipcoder.api;

import dev.clipcoder.labelset.LabelSetSummary;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of label sets. */
@Schema(name = "LabelSetList")
record LabelSetList(
    @NotNull List<Item> items,

    @Schema(description = "For the parameter cursor of the next page; null on the last") @Nullable
    String nextCursor) {

  /** One label set. */
  @Schema(name = "LabelSetItem")
  record Item(
      @NotNull String id,

      @Schema(description = "The version registered last") @NotNull
      Integer version,

      @Schema(
          description = "Whether that can serve",
          allowableValues = {"building", "ready", "failed", "cancelled"})
      @NotNull
      String state,

      @Schema(description = "The version that answers requests; null before the first is built")
      @Nullable
      Integer servedVersion) {

    static Item of(LabelSetSummary summary) {
      return new Item(
          summary.id(),
          summary.latestVersion(),
          LabelSetStatus.word(summary.latestState()),
          summary.servedVersion());
    }
  }
}
