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

/** What the documentation says about {@code POST /few-shot/classify}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "classifyByExamples",
    tags = "work",
    summary = "What is in the picture, by the examples of a support set",
    description =
        "The same as `POST /classify` with `supportSet`, which is required here. With `include=explanation` the answer names the examples that decided.",
    parameters = {
      @Parameter(
          name = "supportSet",
          in = ParameterIn.QUERY,
          description = "By whose examples; a query parameter, a form field or a JSON member",
          schema = @Schema(type = "string", example = "ripeness")),
      @Parameter(
          name = "method",
          in = ParameterIn.QUERY,
          description = "Another method than the set's own",
          schema =
              @Schema(
                  type = "string",
                  allowableValues = {
                    "auto",
                    "coder-adapter",
                    "tip-adapter",
                    "gda",
                    "proker",
                    "nearest-class-mean"
                  })),
      @Parameter(
          name = "topK",
          in = ParameterIn.QUERY,
          description = "How many predictions to return",
          schema = @Schema(type = "integer", minimum = "1", defaultValue = "5")),
      @Parameter(
          name = "include",
          in = ParameterIn.QUERY,
          description =
              "`embedding`: the picture's unit vector, to be sent instead of it next time or as an example; `explanation`: the examples that decided",
          array =
              @ArraySchema(
                  schema =
                      @Schema(
                          type = "string",
                          allowableValues = {"embedding", "explanation"}))),
      @Parameter(
          name = "regions",
          in = ParameterIn.QUERY,
          description =
              "Parts of the picture as JSON: `[[x, y, width, height], …]` in fractions of its width and height",
          schema = @Schema(type = "string", example = "[[0,0,0.5,1],[0.5,0,0.5,1]]"))
    },
    requestBody =
        @RequestBody(
            required = true,
            content = {
              @Content(
                  mediaType = "multipart/form-data",
                  schema = @Schema(implementation = ClassifyOperation.Form.class)),
              @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")),
              @Content(
                  mediaType = "application/octet-stream",
                  schema = @Schema(type = "string", format = "binary")),
              @Content(
                  mediaType = "application/json",
                  schema = @Schema(implementation = ClassifyOptions.class),
                  examples = @ExampleObject(value = """
                      {"image":"data:image/png;base64,iVBORw0KGgo…","supportSet":"ripeness"}"""))
            }),
    responses =
        @ApiResponse(
            responseCode = "200",
            description = "The decision, or one for each region",
            headers =
                @Header(
                    name = CacheHeader.NAME,
                    description = CacheHeader.DESCRIPTION,
                    schema =
                        @Schema(
                            type = "string",
                            allowableValues = {"hit", "miss"})),
            content =
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = ClassifyResponse.class))))
@interface FewShotOperation {}
