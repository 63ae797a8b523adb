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

/** What the documentation says about {@code POST /coder}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "coder",
    tags = "work",
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
    parameters = {
      @Parameter(
          name = "labelSet",
          in = ParameterIn.QUERY,
          description =
              "The label set whose texts to compare with; a version is pinned as in `pets@3`. Required, here or in the body",
          schema = @Schema(type = "string", example = "pets")),
      @Parameter(
          name = "kinds",
          in = ParameterIn.QUERY,
          description = "The kinds of text to compare with: a repeated parameter. Default: all",
          array =
              @ArraySchema(
                  schema =
                      @Schema(
                          type = "string",
                          allowableValues = {"name", "attribute", "analogous", "synonym"}))),
      @Parameter(
          name = "pair",
          in = ParameterIn.QUERY,
          description =
              "Two labels, `pair=cat&pair=dog`: compares with their one-to-one texts, those of the first label first",
          array = @ArraySchema(schema = @Schema(type = "string"), minItems = 2, maxItems = 2)),
      @Parameter(
          name = "normalize",
          in = ParameterIn.QUERY,
          description = "Whether to scale the vector to length 1",
          schema = @Schema(type = "boolean", defaultValue = "false")),
      @Parameter(
          name = "form",
          in = ParameterIn.QUERY,
          description = "One number a text, or at most as many as an embedding has",
          schema =
              @Schema(
                  type = "string",
                  allowableValues = {"full", "compact"},
                  defaultValue = "full")),
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
                  schema = @Schema(implementation = CoderOperation.Form.class)),
              @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")),
              @Content(
                  mediaType = "application/octet-stream",
                  schema = @Schema(type = "string", format = "binary")),
              @Content(
                  mediaType = "application/json",
                  schema = @Schema(implementation = CoderQuery.class),
                  examples = {
                    @ExampleObject(name = "compact", value = """
                            {"image":"iVBORw0KGgo…","labelSet":"pets@1","form":"compact","normalize":true}"""),
                    @ExampleObject(name = "pair", value = """
                            {"image":"iVBORw0KGgo…","labelSet":"pets","pair":["cat","dog"]}""")
                  })
            }),
    responses =
        @ApiResponse(
            responseCode = "200",
            description = "The vector, or one for each region",
            headers = {
              @Header(
                  name = "X-Bank-Sha256",
                  description = "As `bankSha256`",
                  schema = @Schema(type = "string")),
              @Header(
                  name = CacheHeader.NAME,
                  description = CacheHeader.DESCRIPTION,
                  schema =
                      @Schema(
                          type = "string",
                          allowableValues = {"hit", "miss"}))
            },
            content = {
              @Content(
                  mediaType = "application/json",
                  schema = @Schema(implementation = CoderResponse.class)),
              @Content(
                  mediaType = NpyConverter.MEDIA_TYPE_VALUE,
                  schema = @Schema(type = "string", format = "binary"))
            }))
@interface CoderOperation {

  /** The multipart form, for the documentation. */
  @Schema(
      name = "CoderForm",
      description = "The picture; every query parameter can be a form field as well.")
  record Form(
      @Schema(
          type = "string",
          format = "binary",
          requiredMode = Schema.RequiredMode.REQUIRED,
          description = "The picture")
      String image,

      @Schema(description = "The label set whose texts to compare with")
      String labelSet) {}
}
