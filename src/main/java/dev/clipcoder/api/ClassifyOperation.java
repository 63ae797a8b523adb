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

/** What the documentation says about {@code POST /classify}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "classify",
    tags = "work",
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
                  schema = @Schema(implementation = ClassifyOperation.Form.class)),
              @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")),
              @Content(
                  mediaType = "application/octet-stream",
                  schema = @Schema(type = "string", format = "binary")),
              @Content(
                  mediaType = "application/json",
                  schema = @Schema(implementation = ClassifyOptions.class),
                  examples = {
                    @ExampleObject(name = "picture", value = """
                            {"image":"data:image/png;base64,iVBORw0KGgo…","labels":["cat","dog"],"topK":2}"""),
                    @ExampleObject(name = "labelSet", value = """
                            {"image":"iVBORw0KGgo…","labelSet":"pets","include":["explanation"]}"""),
                    @ExampleObject(name = "regions", value = """
                            {"image":"iVBORw0KGgo…","labels":["cat","dog"],"regions":[[0,0,0.5,1],[0.5,0,0.5,1]]}"""),
                    @ExampleObject(
                        name = "embedding",
                        summary = "as include=embedding returned it, with all its numbers",
                        value = """
                            {"embedding":[0.0123,-0.0456,0.0789],"labels":["cat","dog"]}""")
                  })
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
@interface ClassifyOperation {

  /** The multipart form, for the documentation. */
  @Schema(
      name = "ClassifyForm",
      description = "The picture; every query parameter can be a form field as well.")
  record Form(
      @Schema(
          type = "string",
          format = "binary",
          requiredMode = Schema.RequiredMode.REQUIRED,
          description = "The picture")
      String image,

      @ArraySchema(
          arraySchema = @Schema(description = "What the picture may be: a repeated field"),
          schema = @Schema(type = "string"))
      List<String> labels) {}
}
