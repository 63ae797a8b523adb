package dev.clipcoder.api;

import dev.clipcoder.fewshot.SupportSetDefinition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** What the documentation says about support sets and their examples. */
final class SupportSetOperation {

  private SupportSetOperation() {}

  /** {@code PUT /support-sets/{id}}. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @Operation(
      operationId = "putSupportSet",
      summary = "Register a support set, or change what it says",
      description = """
          Its classes are those of a label set, whose texts and decision rule then count too, or labels of its own. Its \
          examples stay when it is put again; those of classes that are gone do not count. `keep` says what is kept of \
          pictures from now on: nothing, a small JPEG, or the file, which another model can encode anew.""",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = SupportSetDefinition.class))),
      responses = {
        @ApiResponse(responseCode = "200", description = "It says what it said before"),
        @ApiResponse(responseCode = "201", description = "The set is new, or says something else")
      })
  @interface Put {}

  /** {@code POST /support-sets/{id}/examples}. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @Operation(
      operationId = "addExamples",
      summary = "Add examples",
      description = """
          Pictures of one class as repeated parts `image` with the field `label`; or a zip of folders that are named by \
          label, as the body with `Content-Type: application/zip`; or JSON with `label` and one of `image` (base64), \
          `images` and `embedding`, as `include=embedding` returns it: so "this was wrong, it is X" is one call. \
          Examples are named by what they are, so that sending one again changes nothing; under another label it gets \
          that label. When the answer comes they are stored. It waits up to 10 s for the head that knows them; with \
          `Prefer: respond-async` it does not.""",
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = "multipart/form-data",
                    schema = @Schema(implementation = SupportSetOperation.Form.class)),
                @Content(
                    mediaType = "application/zip",
                    schema = @Schema(type = "string", format = "binary")),
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = ExampleOptions.class))
              }),
      responses = {
        @ApiResponse(
            responseCode = "200",
            description = "All of them were there",
            content =
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = AddedExamplesResponse.class))),
        @ApiResponse(
            responseCode = "201",
            description = "Something is new; it is stored",
            content =
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = AddedExamplesResponse.class)))
      })
  @interface AddExamples {}

  /** The multipart form, for the documentation. */
  @Schema(name = "ExampleForm", description = "Pictures of one class")
  record Form(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "The class that they show")
      String label,

      @ArraySchema(
          arraySchema =
              @Schema(
                  requiredMode = Schema.RequiredMode.REQUIRED,
                  description = "The pictures: a repeated part"),
          schema = @Schema(type = "string", format = "binary"))
      List<String> image) {}
}
