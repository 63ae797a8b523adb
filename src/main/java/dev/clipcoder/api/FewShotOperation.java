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

/** What the documentation says about {@code POST /few-shot/classify}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "classifyByExamples",
    tags = "pictures",
    summary = "What is in the picture, by the examples of a support set",
    description =
        "The same as `POST /classify` with `supportSet`, which is required here. With `include=explanation` the answer names the examples that decided.",
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
@interface FewShotOperation {}
