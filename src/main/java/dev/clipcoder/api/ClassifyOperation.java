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

/** What the documentation says about {@code POST /classify}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "classify",
    tags = "pictures",
    summary = "What is in the picture",
    description = """
        Finds which of the labels fits the picture best. The picture comes in one of three forms: \
        `multipart/form-data` with part `image`; as the body itself, with its own Content-Type, \
        `application/octet-stream` or none; or in base64 in a JSON body. Options are query parameters, form fields \
        or members of the JSON body, with the same names. A list is a repeated parameter or a JSON array, and is \
        never split at commas. Names that are not listed here are refused.

        The classes are `labels`, or those of a `labelSet`, whose decision rule may leave `label` null, or those of a \
        `supportSet`, which knows them by examples.

        With `regions` the answer has `results`, one for each region.""",
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
                  schema = @Schema(implementation = ClassifyOptions.class))
            }),
    responses =
        @ApiResponse(
            responseCode = "200",
            description = "The decision, or one for each region",
            content =
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = ClassifyResponse.class))))
@interface ClassifyOperation {}
