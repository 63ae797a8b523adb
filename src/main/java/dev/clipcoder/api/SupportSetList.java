package dev.clipcoder.api;

import dev.clipcoder.fewshot.SupportSet;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of support sets. */
@Schema(name = "SupportSetList")
record SupportSetList(
    @NotNull List<Item> items,

    @Schema(description = "For the parameter cursor of the next page; null on the last") @Nullable
    String nextCursor) {

  /** One support set. */
  @Schema(name = "SupportSetItem")
  record Item(
      @NotNull String id,
      @NotNull Integer version,

      @Schema(description = "How many it has") @NotNull Integer examples,

      @Schema(description = "Whose classes it gives examples of; null with labels of its own")
      @Nullable
      String labelSet) {

    static Item of(SupportSet set) {
      return new Item(set.id(), set.version(), set.examples(), set.definition().labelSet());
    }
  }
}
