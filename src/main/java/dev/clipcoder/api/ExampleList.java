package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clipcoder.fewshot.Example;
import dev.clipcoder.fewshot.Keep;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of examples. */
@Schema(name = "ExampleList")
record ExampleList(
    @NotNull List<Item> items,

    @Schema(description = "For the parameter cursor of the next page; null on the last") @Nullable
    Long nextCursor) {

  /** One example. */
  @Schema(name = "Example")
  record Item(
      @Schema(description = "SHA-256 of the picture or the embedding") @NotNull
      String id,

      @NotNull String label,
      @NotNull Instant addedAt,

      @Schema(description = "An example that was there before and is nearly the same")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      AddedExamplesResponse.@Nullable Near nearDuplicateOf,

      @Schema(description = "What is kept of the picture; null for nothing") @Nullable
      Keep kept,

      @Schema(description = "Whether it has no embedding of this model, and so does not count")
      @NotNull
      Boolean missing) {

    static Item of(Example example) {
      return new Item(
          example.id(),
          example.label(),
          example.addedAt(),
          AddedExamplesResponse.Near.of(example.near()),
          example.kept(),
          example.missing());
    }
  }
}
