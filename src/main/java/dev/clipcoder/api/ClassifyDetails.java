package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clipcoder.classify.Classification;
import dev.clipcoder.classify.ClassifyResult;
import dev.clipcoder.labelset.LabelSetVersion;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What label sets add to the answer of {@code POST /classify}. */
final class ClassifyDetails {

  private ClassifyDetails() {}

  /** The version of the label set that answered. */
  @Schema(name = "LabelSetVersion")
  record LabelSetUsed(
      @Schema(example = "pets") @NotNull String id,
      @Schema(example = "3") @NotNull Integer version) {

    static @Nullable LabelSetUsed of(@Nullable LabelSetVersion version) {
      return version == null ? null : ofVersion(version);
    }

    static LabelSetUsed ofVersion(LabelSetVersion version) {
      return new LabelSetUsed(version.id(), version.version());
    }
  }

  /** The support set that answered. */
  @Schema(name = "SupportSetVersion")
  record SupportSetUsed(
      @Schema(example = "ripeness") @NotNull String id,

      @Schema(description = "Of the examples that the answer is fitted on", example = "7") @NotNull
      Integer version) {

    static @Nullable SupportSetUsed of(ClassifyResult.@Nullable SupportSetUsed used) {
      return used == null ? null : new SupportSetUsed(used.id(), used.version());
    }
  }

  /** What the rerank did. */
  @Schema(name = "RerankReport")
  record Rerank(
      @Schema(description = "Whether the candidates were ordered anew") @NotNull
      Boolean applied,

      @Schema(description = "Why, or why not", example = "gap 0.04 < 0.1") @NotNull
      String reason,

      @Schema(description = "The candidates in their final order", example = "[\"cat\", \"lynx\"]")
      @NotNull
      List<String> candidates,

      @Schema(
          description = "The candidates in the order of the first stage",
          example = "[\"lynx\", \"cat\"]")
      @NotNull
      List<String> before) {

    static @Nullable Rerank of(Classification classification) {
      Classification.Rerank rerank = classification.rerank();
      return rerank == null
          ? null
          : new Rerank(rerank.applied(), rerank.reason(), rerank.candidates(), rerank.before());
    }
  }

  /** Which texts or examples are near. */
  @Schema(name = "Explanation")
  record Explanation(
      @Schema(description = "With a label set: the texts nearest to the picture, the nearest first")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      List<Neighbor> neighbors,

      @Schema(
          description =
              "With a support set: the examples that speak most for the first label, the most important first; where the"
                  + " method keeps none apart (gda), those of the label that are nearest")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      List<DecidingExample> examples) {

    static @Nullable Explanation of(Classification classification) {
      List<Classification.Neighbor> neighbors = classification.neighbors();
      List<Classification.DecidingExample> examples = classification.examples();
      return neighbors == null && examples == null
          ? null
          : new Explanation(
              neighbors == null ? null : neighbors.stream().map(Neighbor::of).toList(),
              examples == null
                  ? null
                  : examples.stream().map(DecidingExample::of).toList());
    }
  }

  /** An example beside the picture. */
  @Schema(name = "DecidingExample")
  record DecidingExample(
      @Schema(description = "Of the example in the support set") @NotNull
      String id,

      @Schema(example = "ripe") @NotNull String label,

      @Schema(description = "Its cosine with the picture", example = "0.91") @NotNull
      Double similarity,

      @Schema(
          description = "What it adds to the logit of the first label; null with gda",
          example = "1.3",
          nullable = true,
          requiredMode = Schema.RequiredMode.REQUIRED)
      @Nullable
      Double contribution) {

    private static DecidingExample of(Classification.DecidingExample example) {
      return new DecidingExample(
          example.id(), example.label(), example.similarity(), example.contribution());
    }
  }

  /** A text beside the picture. */
  @Schema(name = "TextNeighbor")
  record Neighbor(
      @Schema(example = "cat which has whiskers") @NotNull String text,

      @Schema(allowableValues = {"name", "attribute", "analogous", "synonym"}) @NotNull
      String kind,

      @Schema(description = "The class that it speaks of", example = "cat") @NotNull
      String label,

      @Schema(description = "Its cosine with the picture", example = "0.31") @NotNull
      Double similarity) {

    private static Neighbor of(Classification.Neighbor near) {
      return new Neighbor(
          near.text(),
          near.kind().name().toLowerCase(Locale.ROOT),
          near.label(),
          near.similarity());
    }
  }
}
