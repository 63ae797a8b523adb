package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
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

/** What the documentation says about {@code POST /classify/batch}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "classifyBatch",
    tags = "work",
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
    parameters = {
      @Parameter(
          name = "labels",
          in = ParameterIn.QUERY,
          description =
              "What the picture may be: a repeated parameter or a JSON array; `_` reads as a space",
          example = "[\"cat\",\"dog\"]",
          array = @ArraySchema(schema = @Schema(type = "string"))),
      @Parameter(
          name = "template",
          in = ParameterIn.QUERY,
          description = "How a label becomes a text: with `{label}` or `{}` in its place",
          schema = @Schema(type = "string", defaultValue = "a photo of a {label}.")),
      @Parameter(
          name = "labelSet",
          in = ParameterIn.QUERY,
          description =
              "The label set to classify by, instead of `labels`; a version is pinned as in `pets@3`",
          schema = @Schema(type = "string", example = "pets")),
      @Parameter(
          name = "supportSet",
          in = ParameterIn.QUERY,
          description =
              "The support set to classify by, instead of `labels` or `labelSet`: by its examples",
          schema = @Schema(type = "string", example = "ripeness")),
      @Parameter(
          name = "method",
          in = ParameterIn.QUERY,
          description =
              "By all texts of the label set, or by its names alone. Default: `coder` where it has texts beyond names or enables the rerank. With a support set one of the others, by default the set's own",
          schema =
              @Schema(
                  type = "string",
                  allowableValues = {
                    "coder",
                    "clip",
                    "auto",
                    "coder-adapter",
                    "tip-adapter",
                    "gda",
                    "proker",
                    "nearest-class-mean"
                  })),
      @Parameter(
          name = "truncate",
          in = ParameterIn.QUERY,
          description = "Whether a text longer than the model's context may be cut",
          schema = @Schema(type = "boolean", defaultValue = "true")),
      @Parameter(
          name = "topK",
          in = ParameterIn.QUERY,
          description = "How many predictions to return",
          schema = @Schema(type = "integer", minimum = "1", defaultValue = "5")),
      @Parameter(
          name = "rerank",
          in = ParameterIn.QUERY,
          description =
              "Whether to decide close calls by one-to-one texts. Default: as the label set says",
          schema = @Schema(type = "boolean")),
      @Parameter(
          name = "include",
          in = ParameterIn.QUERY,
          description =
              "`embedding`: the picture's unit vector, to be sent instead of it next time; `explanation`: the texts"
                  + " of the label set that are nearest to it",
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
                  schema = @Schema(implementation = BatchOperation.Form.class)),
              @Content(
                  mediaType = BatchWriter.MEDIA_TYPE,
                  schema = @Schema(implementation = BatchItem.class),
                  examples = @ExampleObject(name = "lines", value = """
                            {"id":"1","image":"iVBORw0KGgo…"}
                            {"id":"2","image":"data:image/jpeg;base64,/9j/4AAQ…"}
                            """))
            }),
    responses =
        @ApiResponse(
            responseCode = "200",
            description = "One line for each picture",
            content =
                @Content(
                    mediaType = BatchWriter.MEDIA_TYPE,
                    schema = @Schema(implementation = BatchLine.class))))
@interface BatchOperation {

  /** The multipart form, for the documentation. */
  @Schema(
      name = "BatchForm",
      description = "The pictures; every query parameter can be a form field as well.")
  record Form(
      @ArraySchema(
          arraySchema =
              @Schema(
                  requiredMode = Schema.RequiredMode.REQUIRED,
                  description = "The pictures: a repeated part; its file name is the id"),
          schema = @Schema(type = "string", format = "binary"))
      List<String> image,

      @ArraySchema(
          arraySchema = @Schema(description = "What the pictures may be: a repeated field"),
          schema = @Schema(type = "string"))
      List<String> labels) {}
}
