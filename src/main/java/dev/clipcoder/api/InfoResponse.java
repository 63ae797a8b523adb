package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What this service is and allows. */
@Schema(name = "InfoResponse")
record InfoResponse(
    Model model,
    Limits limits,
    Build build,

    @Schema(description = "Label sets whose texts are not encoded yet")
    List<String> setsNotReady,

    @Schema(description = "What to know about this service") List<String> warnings) {

  /** The loaded checkpoint. */
  @Schema(name = "ModelInfo")
  record Model(
      @Schema(example = "openai/clip-vit-base-patch32") String id,

      @Schema(description = "SHA-256 over weights, configuration, tokenizer and preprocessing")
      String fingerprint,

      @Schema(example = "clip") String family,

      @Schema(description = "Length of an embedding", example = "512")
      Integer dimension,

      @Schema(description = "Side of the network's input in pixels", example = "224")
      Integer imageSize,

      @Schema(description = "Most tokens of a text, begin and end included", example = "77")
      Integer contextLength,

      @Schema(description = "What scores are multiplied with before the softmax", example = "100")
      Double logitScale,

      @Schema(example = "fp32") String precision,
      @Schema(example = "cpu") String device,

      @Schema(description = "Threads that the device may use")
      Integer threads) {}

  /** How much a request may ask for. */
  @Schema(name = "Limits")
  record Limits(
      @Schema(description = "Bytes of a picture") Long maxImageBytes,
      @Schema(description = "Pixels of a picture") Long maxImagePixels,
      @Schema(description = "Bytes of a request") Long maxRequestBytes,
      @Schema(description = "Labels of a classification") Integer maxLabels,
      @Schema(description = "Regions of a picture") Integer maxRegions,

      @Schema(description = "Pictures of an embedding request")
      Integer maxImages,

      @Schema(description = "Texts of an embedding request") Integer maxTexts,

      @Schema(description = "Characters of a label, template or text")
      Integer maxTextLength,

      @Schema(description = "Items that the device works on together")
      Integer maxBatch,

      @Schema(description = "Items admitted at a time") Integer maxPending,

      @Schema(description = "Milliseconds a request may take")
      Long deadlineMillis) {}

  /** The running program. */
  @Schema(name = "Build")
  record Build(@Schema(example = "0.1.0") String version) {}
}
