package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** What the documentation says about {@code POST /v1/zero-shot-image-classification}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "zeroShotImageClassification",
    summary = "Zero-shot classification for clients of Hugging Face",
    description = """
        Takes what versions of Hugging Face's clients send: the picture in base64 as `inputs`, `inputs.image` or `image`; \
        `candidate_labels` (or `candidateLabels`) as an array or joined by commas, and `hypothesis_template`, in \
        `parameters`, in `inputs` or at the top. All labels come back, the likeliest first. Errors have the form \
        `{"error": "…"}`.""",
    requestBody =
        @RequestBody(
            required = true,
            content =
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = ZeroShotOperation.Body.class))))
@interface ZeroShotOperation {

  String EXAMPLE =
      "{\"inputs\": \"<base64>\", \"parameters\": {\"candidate_labels\": [\"cat\", \"dog\"]}}";

  /** The body in the form of the newest clients, for the documentation. */
  @Schema(name = "ZeroShotRequest")
  record Body(
      @Schema(description = "The picture in base64") @NotNull
      String inputs,

      @NotNull Parameters parameters) {}

  /** The options, for the documentation. */
  @Schema(name = "ZeroShotParameters")
  record Parameters(
      @NotNull @JsonProperty("candidate_labels") List<String> candidateLabels,

      @Schema(defaultValue = "This is a photo of {}.") @JsonProperty("hypothesis_template")
      String hypothesisTemplate) {}
}
