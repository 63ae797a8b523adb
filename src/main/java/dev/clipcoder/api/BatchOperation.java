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

/** What the documentation says about {@code POST /classify/batch}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "classifyBatch",
    tags = "pictures",
    summary = "What is in each of many pictures",
    description = """
        Classifies many pictures among the same classes, with the options of /classify for all of them. The pictures \
        are repeated parts `image` of a multipart body, or lines of JSON (`application/x-ndjson`), each an object with \
        `id` and one of `image` and `embedding`. With lines the options are query parameters.

        The answer is lines of JSON in the order of the request, each written as soon as it and those before it are \
        done, while the body may still be arriving: read it while you send. A line has the `id` and either the \
        `result`, as /classify answers it, or the `problem`. A picture or line that is wrong does not touch the \
        others. What is wrong with the options is told at once, by the status.

        A batch yields to requests of one picture: it waits where these would be refused.""",
    requestBody =
        @RequestBody(
            required = true,
            content = {
              @Content(
                  mediaType = "multipart/form-data",
                  schema = @Schema(implementation = PictureForms.Many.class)),
              @Content(
                  mediaType = BatchWriter.MEDIA_TYPE,
                  schema = @Schema(implementation = BatchItem.class))
            }),
    responses =
        @ApiResponse(
            responseCode = "200",
            description = "One line for each picture",
            content =
                @Content(
                    mediaType = BatchWriter.MEDIA_TYPE,
                    schema = @Schema(implementation = BatchLine.class))))
@interface BatchOperation {}
