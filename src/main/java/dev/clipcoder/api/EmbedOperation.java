package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the documentation says about {@code POST /embed}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "embed",
    tags = "pictures",
    summary = "Pictures or texts to unit vectors",
    description = """
        Embeds pictures (parts `image` of a multipart body, one as the body itself, or `images` of a JSON body) or \
        texts (`texts` of a JSON body). The cosine of two embeddings of one model is their dot product. \
        With `Accept: application/x-npy` the answer is a NumPy file: float32, shape (n, dimension).""",
    requestBody =
        @RequestBody(
            required = true,
            content = {
              @Content(
                  mediaType = "multipart/form-data",
                  schema = @Schema(implementation = PictureForms.Many.class)),
              @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")),
              @Content(
                  mediaType = "application/octet-stream",
                  schema = @Schema(type = "string", format = "binary")),
              @Content(
                  mediaType = "application/json",
                  schema = @Schema(implementation = EmbedOptions.class))
            }),
    responses =
        @ApiResponse(
            responseCode = "200",
            description = "The embeddings in the order of the request",
            content = {
              @Content(
                  mediaType = "application/json",
                  schema = @Schema(implementation = EmbedResponse.class)),
              @Content(
                  mediaType = NpyConverter.MEDIA_TYPE_VALUE,
                  schema = @Schema(type = "string", format = "binary"))
            }))
@interface EmbedOperation {}
