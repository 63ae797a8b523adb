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

/** What the documentation says about {@code POST /v1/embeddings}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "openAiEmbeddings",
    summary = "Embeddings for clients of OpenAI",
    description = """
        Takes what OpenAI's clients send: `input` is a text, a picture as a data URI (`data:image/png;base64,…`), or an \
        array of these in any order. `model` may be the checkpoint's name or an alias (`clipcoder.drop-ins.model-aliases`). \
        Texts longer than the model's context are cut. Errors have OpenAI's form.""",
    requestBody =
        @RequestBody(
            required = true,
            content =
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = OpenAiOperation.Body.class))))
@interface OpenAiOperation {

  /** The body, for the documentation. */
  @Schema(name = "OpenAiEmbeddingRequest")
  record Body(
      @Schema(description = "A text, a picture as a data URI, or an array of these") @NotNull
      Object input,

      @Schema(description = "The name of the checkpoint, or an alias")
      String model,

      @Schema(
          allowableValues = {"float", "base64"},
          defaultValue = "float")
      @JsonProperty("encoding_format")
      String encodingFormat,

      @Schema(description = "Only the model's own dimension")
      Integer dimensions) {}
}
