package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clipcoder.fewshot.UnreadySupportSet;
import dev.clipcoder.labelset.UnreadySet;
import dev.clipcoder.model.PrecisionReport;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this service is and allows. */
@Schema(name = "InfoResponse")
record InfoResponse(
    @NotNull Model model,
    @NotNull Images images,
    @NotNull Limits limits,
    @NotNull Build build,

    @Schema(
        description =
            "Label sets of which no version can serve yet; a request for one is answered by 503")
    @NotNull
    List<SetNotReady> setsNotReady,

    @Schema(
        description =
            "Support sets with examples that were encoded by another model: these do not count until they are encoded again")
    @NotNull
    List<SupportSetNotReady> supportSetsNotReady,

    @Schema(description = "What to know about this service") @NotNull
    List<String> warnings) {

  InfoResponse with(List<SetNotReady> sets, List<SupportSetNotReady> supportSets) {
    return new InfoResponse(model, images, limits, build, sets, supportSets, warnings);
  }

  /** A support set whose examples are not all encoded by the loaded model. */
  @Schema(name = "SupportSetNotReady")
  record SupportSetNotReady(
      @Schema(example = "ripeness") @NotNull String id,

      @Schema(description = "How many it has") @NotNull Integer examples,

      @Schema(description = "How many of them do not count") @NotNull
      Integer missing,

      @Schema(
          description =
              "How many of these must be uploaded again: GET /support-sets/{id}/examples?missing=true lists them. The rest are encoded from the originals that were kept")
      @NotNull
      Integer toUploadAgain,

      @Schema(
          description = "The job that encodes originals, see GET /jobs/{id}; null if there is none")
      @Nullable
      String job) {

    static SupportSetNotReady of(UnreadySupportSet set) {
      return new SupportSetNotReady(
          set.id(), set.examples(), set.missing(), set.missing() - set.originals(), set.jobId());
    }
  }

  /** A label set whose texts are not all encoded for the loaded model. */
  @Schema(name = "SetNotReady")
  record SetNotReady(
      @Schema(example = "pets") @NotNull String id,

      @Schema(description = "The version registered last") @NotNull
      Integer version,

      @Schema(allowableValues = {"building", "failed", "cancelled"}) @NotNull
      String state,

      @Schema(description = "See GET /jobs/{id}; null before it is queued") @Nullable
      String job) {

    static SetNotReady of(UnreadySet set) {
      return new SetNotReady(
          set.id(), set.version(), LabelSetStatus.word(set.state()), set.jobId());
    }
  }

  /** The loaded checkpoint. */
  @Schema(name = "ModelInfo")
  record Model(
      @Schema(example = "openai/clip-vit-base-patch32") @NotNull
      String id,

      @Schema(description = "SHA-256 over weights, configuration, tokenizer and preprocessing")
      @NotNull
      String fingerprint,

      @Schema(example = "clip") @NotNull String family,

      @Schema(description = "Length of an embedding", example = "512") @NotNull
      Integer dimension,

      @Schema(description = "Side of the network's input in pixels", example = "224") @NotNull
      Integer imageSize,

      @Schema(description = "Most tokens of a text, begin and end included", example = "77")
      @NotNull
      Integer contextLength,

      @Schema(description = "What scores are multiplied with before the softmax", example = "100")
      @NotNull
      Double logitScale,

      @Schema(
          description = "What SigLIP adds to that before the sigmoid; absent for other families")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      Double logitBias,

      @Schema(example = "fp32") @NotNull String precision,
      @Schema(example = "cpu") @NotNull String device,

      @Schema(description = "Threads that the device may use") @NotNull
      Integer threads,

      @Schema(description = "Only with int8: how near it is to fp32")
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @Nullable
      PrecisionCheck precisionCheck) {}

  /** How near the embeddings in int8 are to those in fp32. */
  @Schema(
      name = "PrecisionCheck",
      description =
          "Measured at the start on pictures and texts of the service's own. It shows that the arithmetic is sound, not how accurate answers about your pictures are")
  record PrecisionCheck(
      @Schema(description = "How many pictures were encoded in both") @NotNull
      Integer pictures,

      @Schema(description = "How many texts") @NotNull Integer texts,

      @Schema(
          description = "The smallest cosine between a picture's two embeddings",
          example = "0.9995")
      @NotNull
      Double leastImageCosine,

      @Schema(
          description = "The smallest cosine between a text's two embeddings",
          example = "0.9994")
      @NotNull
      Double leastTextCosine,

      @Schema(
          description = "Whether accuracy has been measured; the service cannot do that itself",
          allowableValues = {"unverified"})
      @NotNull
      String accuracy) {

    static @Nullable PrecisionCheck of(@Nullable PrecisionReport report) {
      return report == null
          ? null
          : new PrecisionCheck(
              report.pictures(),
              report.texts(),
              report.leastImageCosine(),
              report.leastTextCosine(),
              "unverified");
    }
  }

  /** How pictures are decoded. */
  @Schema(name = "ImageRules")
  record Images(
      @Schema(
          description = "exact: every pixel; fast: large JPEGs are reduced while they are decoded",
          allowableValues = {"exact", "fast"})
      @NotNull
      String mode,

      @Schema(description = "Whether pictures are turned upright by their EXIF orientation")
      @NotNull
      Boolean exif) {}

  /** How much a request may ask for. */
  @Schema(name = "Limits")
  record Limits(
      @Schema(description = "Bytes of a picture") @NotNull Long maxImageBytes,
      @Schema(description = "Pixels of a picture") @NotNull Long maxImagePixels,
      @Schema(description = "Bytes of a request") @NotNull Long maxRequestBytes,

      @Schema(description = "Labels of a classification") @NotNull
      Integer maxLabels,

      @Schema(description = "Regions of a picture") @NotNull Integer maxRegions,

      @Schema(description = "Pictures of an embedding request") @NotNull
      Integer maxImages,

      @Schema(description = "Pictures of a batch") @NotNull Integer maxBatchImages,

      @Schema(description = "Texts of an embedding request") @NotNull
      Integer maxTexts,

      @Schema(description = "Characters of a label, template or text") @NotNull
      Integer maxTextLength,

      @Schema(description = "Items that the device works on together") @NotNull
      Integer maxBatch,

      @Schema(description = "Items admitted at a time") @NotNull
      Integer maxPending,

      @Schema(description = "Milliseconds a request may take") @NotNull
      Long deadlineMillis) {}

  /** The running program. */
  @Schema(name = "Build")
  record Build(@Schema(example = "0.1.0") @NotNull String version) {}
}
