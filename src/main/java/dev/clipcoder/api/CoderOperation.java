package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the documentation says about {@code POST /coder}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "coder",
    tags = "pictures",
    summary = "A picture as its similarities to the texts of a label set",
    description = """
        The CODER vector: the cosine of the picture with every general text of the label set, or with those of some \
        `kinds`, or with the one-to-one texts of a `pair` of labels. The picture comes as in /classify. Number i \
        belongs to dimension i of `GET /label-sets/{id}/texts`; with `kinds`, to `textIds[i]`.

        `form=compact` gives at most as many numbers as an embedding has. They mean nothing one by one; the cosine of \
        two of them is that of the full vectors. It is what to keep in a vector database, together with `bankSha256`: \
        vectors compare only where that is the same.

        With `regions` the answer has `results`, one for each region. With `Accept: application/x-npy` it is a NumPy \
        file: float32, one row for the picture or for each region; `bankSha256` is then in the header X-Bank-Sha256.""",
    requestBody =
        @RequestBody(
            required = true,
            content = {
              @Content(
                  mediaType = "multipart/form-data",
                  schema = @Schema(implementation = PictureForms.One.class)),
              @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")),
              @Content(
                  mediaType = "application/octet-stream",
                  schema = @Schema(type = "string", format = "binary")),
              @Content(
                  mediaType = "application/json",
                  schema = @Schema(implementation = CoderQuery.class))
            }),
    responses =
        @ApiResponse(
            responseCode = "200",
            description = "The vector, or one for each region",
            headers =
                @Header(
                    name = "X-Bank-Sha256",
                    description = "As `bankSha256`",
                    schema = @Schema(type = "string")),
            content = {
              @Content(
                  mediaType = "application/json",
                  schema = @Schema(implementation = CoderResponse.class)),
              @Content(
                  mediaType = NpyConverter.MEDIA_TYPE_VALUE,
                  schema = @Schema(type = "string", format = "binary"))
            }))
@interface CoderOperation {}
