package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clipcoder.classify.TaughtArchive;
import dev.clipcoder.fewshot.ExampleOutcome;
import dev.clipcoder.fewshot.NearExample;
import dev.clipcoder.fewshot.SupportSet;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of examples that were sent. */
@Schema(name = "AddedExamples")
record AddedExamplesResponse(
    @Schema(example = "ripeness") @NotNull String id,

    @Schema(description = "Of the set, after it; also the ETag", example = "7") @NotNull
    Integer version,

    @NotNull AddedExamplesResponse.Counts counts,

    @Schema(description = "In the order in which they came; the first 1000") @NotNull
    List<Item> examples,

    @Schema(description = "Files of an archive that are no examples; the first 1000") @NotNull
    List<Fault> faults,

    @NotNull FitResponse fit) {

  private static final int MOST_LISTED = 1000;

  /** How many there were of each. */
  @Schema(name = "AddedCounts")
  record Counts(
      @NotNull Integer added,

      @Schema(description = "Were there with this label") @NotNull
      Integer present,

      @Schema(description = "Were there with another label") @NotNull
      Integer relabelled,

      @Schema(description = "Were there without an embedding of this model") @NotNull
      Integer encoded,

      @Schema(description = "Of an archive, which are no examples") @NotNull
      Integer faulty) {}

  /** One example. */
  @Schema(name = "AddedExample")
  record Item(
      @Schema(description = "SHA-256 of the picture or the embedding") @NotNull
      String id,

      @NotNull String label,

      @Schema(allowableValues = {"added", "present", "relabelled", "encoded"}) @NotNull
      String status,

      @Schema(description = "The label that it had, where it has another one now")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      String previousLabel,

      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Near nearDuplicateOf) {

    static Item of(ExampleOutcome outcome) {
      boolean relabelled = outcome.status() == ExampleOutcome.Status.RELABELLED;
      return new Item(
          outcome.id(),
          outcome.label(),
          outcome.status().name().toLowerCase(Locale.ROOT),
          relabelled ? outcome.before() : null,
          Near.of(outcome.near()));
    }
  }

  /** An example that is nearly the same. */
  @Schema(name = "NearDuplicate")
  record Near(
      @NotNull String id,

      @Schema(description = "The cosine of both embeddings", example = "0.991") @NotNull
      Double similarity) {

    static @Nullable Near of(@Nullable NearExample near) {
      return near == null ? null : new Near(near.id(), near.similarity());
    }
  }

  /** A file that is no example. */
  @Schema(name = "ArchiveFault")
  record Fault(@NotNull String name, @NotNull String reason) {}

  static AddedExamplesResponse of(
      SupportSet set,
      List<ExampleOutcome> outcomes,
      List<TaughtArchive.Fault> faults,
      FitResponse fit) {
    return new AddedExamplesResponse(
        set.id(),
        set.version(),
        new Counts(
            count(outcomes, ExampleOutcome.Status.ADDED),
            count(outcomes, ExampleOutcome.Status.PRESENT),
            count(outcomes, ExampleOutcome.Status.RELABELLED),
            count(outcomes, ExampleOutcome.Status.ENCODED),
            faults.size()),
        outcomes.stream().limit(MOST_LISTED).map(Item::of).toList(),
        faults.stream()
            .limit(MOST_LISTED)
            .map(fault -> new Fault(fault.name(), fault.reason()))
            .toList(),
        fit);
  }

  private static int count(List<ExampleOutcome> outcomes, ExampleOutcome.Status status) {
    return Math.toIntExact(
        outcomes.stream().filter(outcome -> outcome.status() == status).count());
  }
}
