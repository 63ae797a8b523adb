package dev.clipcoder.api;

import dev.clipcoder.labelset.LabelSetDefinition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** What the documentation says about registering and changing label sets. */
final class LabelSetOperation {

  private LabelSetOperation() {}

  /** {@code PUT /label-sets/{id}}. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @Operation(
      operationId = "putLabelSet",
      summary = "Register or replace a label set",
      description = """
          Takes a definition, or a published descriptor file (a JSON object from class to a list of strings; \
          `template` says how to read the strings, `{text}` for whole sentences). A new version serves when all its \
          texts are encoded; until then the old one does. One build runs at a time, in the order of the changes. With `Prefer: respond-async`, or after 30 s, the answer is \
          202 with the job's address. `If-Match` with an ETag guards against changes in between.""",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = LabelSetDefinition.class))),
      responses = {
        @ApiResponse(
            responseCode = "200",
            description = "It says what the latest version says: nothing is new"),
        @ApiResponse(responseCode = "201", description = "A new version, which serves"),
        @ApiResponse(responseCode = "202", description = "A new version, which is being built")
      })
  @interface Put {}

  /** {@code POST /label-sets/{id}/texts}. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @Operation(
      operationId = "importLabelSetTexts",
      summary = "Add texts to a label set",
      description = """
          Takes texts by class and by pair as in a definition, or a published descriptor file (a JSON object from class \
          to a list of strings, which become attribute texts). All classes must be in the set; a label's underscores \
          read as spaces. Texts that a class has already are dropped and counted. The rest makes a new version, as PUT \
          does. `template` says how to read the strings of a descriptor file, `{text}` for whole sentences; a set has \
          one way to read its attribute texts, so another one is taken only while it has none.""",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(mediaType = "application/json", schema = @Schema(type = "object"))),
      responses = {
        @ApiResponse(responseCode = "200", description = "The set has all of them already"),
        @ApiResponse(responseCode = "201", description = "A new version, which serves"),
        @ApiResponse(responseCode = "202", description = "A new version, which is being built")
      })
  @interface ImportTexts {}

  /** {@code POST /label-sets/{id}/generate}. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @Operation(
      operationId = "generateLabelSetTexts",
      summary = "Generate texts for a label set",
      description = """
          A job makes texts from the names of the classes and adds them to the latest version, as a new version. `source` is \
          `wordnet` (offline) or `llm` (a language model, where one is configured); `kinds` are `attribute`, `analogous` \
          and `synonym`, by default all; `perClass` is the most texts of a class. `pairs` asks for one-to-one texts too: \
          `{"nearest": 100}` for the pairs of classes that are nearest to each other, `"missing"` for those that met in a rerank \
          without texts. With `Prefer: respond-async`, or after 30 s, the answer is 202 with the job's address.""",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = GenerateBody.class))),
      responses = {
        @ApiResponse(responseCode = "200", description = "The set has all of them already"),
        @ApiResponse(responseCode = "201", description = "A new version, which serves"),
        @ApiResponse(responseCode = "202", description = "The job goes on")
      })
  @interface Generate {}

  /** The body of {@code POST /label-sets/{id}/generate}, for the documentation. */
  @Schema(name = "GenerationRequest")
  record GenerateBody(
      @Schema(
          description = "`llm` where a language model is configured",
          allowableValues = {"wordnet", "llm"},
          defaultValue = "wordnet")
      String source,

      @ArraySchema(
          arraySchema = @Schema(description = "Default: all"),
          schema =
              @Schema(
                  type = "string",
                  allowableValues = {"attribute", "analogous", "synonym"}))
      List<String> kinds,

      @Schema(description = "The most texts of a class", minimum = "1", example = "12")
      Integer perClass,

      @Schema(
          oneOf = {NearestPairs.class, String.class},
          description =
              "Pairs of classes to make one-to-one texts for: how many of the nearest, or `missing`: those that met in a"
                  + " rerank without texts")
      Object pairs) {}

  /** Of the body before. */
  @Schema(name = "NearestPairs")
  record NearestPairs(
      @Schema(minimum = "1", example = "100") @NotNull Integer nearest) {}

  /** {@code PATCH /label-sets/{id}}. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @Operation(
      operationId = "patchLabelSet",
      summary = "Change a label set",
      description =
          "A JSON merge patch (RFC 7396) on the latest version's definition: members that are named change, null removes one, lists are replaced as a whole.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/merge-patch+json",
                      schema = @Schema(type = "object"))),
      responses = {
        @ApiResponse(responseCode = "200", description = "The patch changes nothing"),
        @ApiResponse(responseCode = "201", description = "A new version, which serves"),
        @ApiResponse(responseCode = "202", description = "A new version, which is being built")
      })
  @interface Patch {}
}
