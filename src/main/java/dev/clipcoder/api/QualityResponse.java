package dev.clipcoder.api;

import dev.clipcoder.labelset.LabelSetQuality;
import dev.clipcoder.labelset.LabelSetQuality.ClassQuality;
import dev.clipcoder.labelset.LabelSetQuality.KindCounts;
import dev.clipcoder.labelset.LabelSetQuality.PairQuality;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How good the texts of a label set are. */
@Schema(name = "LabelSetQuality")
record QualityResponse(
    @Schema(description = "The version of the label set") @NotNull
    Integer version,

    @Schema(description = "Dimensions of its CODER vectors", example = "120") @NotNull
    Integer texts,

    @Schema(
        description = "Share of the texts of which the model reads the beginning only",
        example = "0.0")
    @NotNull
    Double truncatedShare,

    @Schema(
        description =
            "Mean over the classes of meanCosine: the smaller, the more different the texts are to the model; null where no class has two texts",
        example = "0.71")
    @Nullable
    Double meanCosine,

    @Schema(description = "Texts by kind, as they were written") @NotNull
    Counts kinds,

    @Schema(
        description = "Labels of the classes with fewer than 5 texts beyond their names",
        example = "[\"other\"]")
    @NotNull
    List<String> fewTexts,

    @NotNull Pairs pairs,

    @Schema(
        description =
            "What the last generation said, where this version has come of one; else null")
    GenerationResponse.@Nullable Report generation,

    @NotNull List<Item> items,

    @Schema(description = "For the parameter cursor of the next page; null on the last") @Nullable
    Integer nextCursor) {

  /** Numbers of texts. */
  @Schema(name = "KindCounts")
  record Counts(
      @NotNull Integer attribute,
      @NotNull Integer analogous,
      @NotNull Integer synonym) {

    static Counts of(KindCounts counts) {
      return new Counts(counts.attribute(), counts.analogous(), counts.synonym());
    }
  }

  /** How far one-to-one texts go. */
  @Schema(name = "PairQuality")
  record Pairs(
      @Schema(description = "Pairs of classes", example = "190") @NotNull
      Long possible,

      @Schema(description = "Pairs with texts in both directions", example = "20") @NotNull
      Integer covered,

      @Schema(
          description = "Pairs that met in a rerank and lack texts in one direction or both",
          example = "3")
      @NotNull
      Integer missing,

      @Schema(description = "Classes whose nearest class is of a covered pair", example = "18")
      @NotNull
      Integer nearestCovered) {

    static Pairs of(PairQuality pairs) {
      return new Pairs(pairs.possible(), pairs.covered(), pairs.missing(), pairs.nearestCovered());
    }
  }

  /** One class. */
  @Schema(name = "ClassQuality")
  record Item(
      @Schema(example = "cat") @NotNull String label,
      @NotNull Boolean background,
      @NotNull Counts texts,

      @Schema(description = "Texts of which the model reads the beginning only", example = "0")
      @NotNull
      Integer truncated,

      @Schema(
          description =
              "Mean cosine of two different texts of the class: 1 says that they are all the same to the model; null for one text",
          example = "0.71")
      @Nullable
      Double meanCosine,

      @Schema(
          description = "The class that it is most easily taken for, by its texts; null for none",
          example = "lynx")
      @Nullable
      String nearest,

      @Schema(description = "Cosine of the mean texts of the two", example = "0.88") @Nullable
      Double nearestCosine) {

    static Item of(ClassQuality one) {
      return new Item(
          one.label(),
          one.background(),
          Counts.of(one.texts()),
          one.truncated(),
          one.meanCosine(),
          one.nearest() == null ? null : one.nearest().label(),
          one.nearest() == null ? null : one.nearest().cosine());
    }
  }

  static QualityResponse of(LabelSetQuality quality, Page<ClassQuality> page) {
    return new QualityResponse(
        quality.version().version(),
        quality.texts(),
        quality.truncated(),
        quality.diversity(),
        Counts.of(quality.kinds()),
        quality.fewTexts(),
        Pairs.of(quality.pairs()),
        quality.generation() == null || quality.generation().report() == null
            ? null
            : GenerationResponse.Report.of(
                quality.generation().report(),
                page.items().stream().map(ClassQuality::label).collect(Collectors.toSet())),
        page.items().stream().map(Item::of).toList(),
        page.next());
  }
}
