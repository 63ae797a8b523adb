package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** What the documentation says about {@code POST /embed}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "embed",
    tags = "work",
    summary = "Pictures or texts to unit vectors",
    description = """
        Embeds pictures (parts `image` of a multipart body, one as the body itself, or `images` of a JSON body) or \
        texts (`texts` of a JSON body). The cosine of two embeddings of one model is their dot product. \
        With `Accept: application/x-npy` the answer is a NumPy file: float32, shape (n, dimension).""",
    parameters =
        @Parameter(
            name = "truncate",
            in = ParameterIn.QUERY,
            description = "Whether a text longer than the model's context may be cut",
            schema = @Schema(type = "boolean", defaultValue = "true")),
    requestBody =
        @RequestBody(
            required = true,
            content = {
              @Content(
                  mediaType = "multipart/form-data",
                  schema = @Schema(implementation = EmbedOperation.Form.class)),
              @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")),
              @Content(
                  mediaType = "application/octet-stream",
                  schema = @Schema(type = "string", format = "binary")),
              @Content(
                  mediaType = "application/json",
                  schema = @Schema(implementation = EmbedOptions.class),
                  examples = {
                    @ExampleObject(name = "texts", value = """
                            {"texts":["a photo of a cat.","a photo of a dog."]}"""),
                    @ExampleObject(name = "images", value = """
                            {"images":["iVBORw0KGgo…"]}""")
                  })
            }),
    responses =
        @ApiResponse(
            responseCode = "200",
            description = "The embeddings in the order of the request",
            headers =
                @Header(
                    name = CacheHeader.NAME,
                    description = CacheHeader.DESCRIPTION,
                    schema =
                        @Schema(
                            type = "string",
                            allowableValues = {"hit", "miss"})),
            content = {
              @Content(
                  mediaType = "application/json",
                  schema = @Schema(implementation = EmbedResponse.class)),
              @Content(
                  mediaType = NpyConverter.MEDIA_TYPE_VALUE,
                  schema = @Schema(type = "string", format = "binary"))
            }))
@interface EmbedOperation {

  /** The multipart form, for the documentation. */
  @Schema(name = "EmbedForm")
  record Form(
      @ArraySchema(
          arraySchema =
              @Schema(
                  requiredMode = Schema.RequiredMode.REQUIRED,
                  description = "The pictures: a repeated part"),
          schema = @Schema(type = "string", format = "binary"))
      List<String> image) {}
}
