package dev.clipcoder.api;

import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * What operations on pictures have in common. Their options are members of a JSON body and parameters alike, so the
 * schema of the body says both.
 */
final class PictureContract implements OpenApiCustomizer {

  private static final String REFERENCE = "#/components/headers/";

  private static final Map<String, Options> OPTIONS = Map.of(
      "classify", new Options("ClassifyOptions"),
      "classifyBatch", new Options("ClassifyOptions"),
      "classifyByExamples",
          new Options("ClassifyOptions", "supportSet", "method", "topK", "include", "regions"),
      "coder", new Options("CoderOptions"),
      "embed", new Options("EmbedOptions"));

  /** @param names of the schema's members, in order; all that do not bring a picture if there are none */
  private record Options(String schema, List<String> names) {

    Options(String schema, String... names) {
      this(schema, List.of(names));
    }
  }

  @Override
  public void customise(OpenAPI api) {
    api.getComponents()
        .addHeaders(
            CacheHeader.NAME,
            new Header()
                .description(CacheHeader.DESCRIPTION)
                .schema(new StringSchema()._enum(List.of("hit", "miss"))));
    api.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .filter(operation -> OPTIONS.containsKey(operation.getOperationId()))
        .forEach(operation -> complete(api, operation));
  }

  private static void complete(OpenAPI api, Operation operation) {
    Options options = Objects.requireNonNull(OPTIONS.get(operation.getOperationId()));
    Schema<?> body = Objects.requireNonNull(api.getComponents().getSchemas().get(options.schema()));
    List<String> names = options.names().isEmpty()
        ? body.getProperties().keySet().stream()
            .filter(name -> !SubmissionReader.CONTENT.contains(name))
            .toList()
        : options.names();
    // The operations are kept from one request for the contract to the next.
    operation.setParameters(null);
    names.forEach(name -> operation.addParametersItem(
        parameter(name, Objects.requireNonNull(body.getProperties().get(name)))));
    ProblemContract.add(operation, ProblemContract.OF_WORK);
    lines(operation.getRequestBody().getContent(), false);
    operation.getResponses().forEach((status, response) -> {
      if (!lines(response.getContent(), true) && status.equals("200")) {
        response.addHeaderObject(CacheHeader.NAME, new Header().$ref(REFERENCE + CacheHeader.NAME));
      }
    });
  }

  private static QueryParameter parameter(String name, Schema<?> member) {
    Schema<?> schema = AnnotationsUtils.clone(member, true);
    schema.setDescription(null);
    schema.setExample(null);
    schema.setExampleSetFlag(false);
    schema.getTypes().remove("null");
    boolean nested = schema.getItems() != null && schema.getItems().getItems() != null;
    QueryParameter parameter = new QueryParameter();
    parameter
        .name(name)
        .required(false)
        .description(member.getDescription() + (nested ? ". Here as JSON: `[[…], …]`" : ""))
        .schema(nested ? new StringSchema() : schema);
    return parameter;
  }

  /**
   * JSON lines are a text to OpenAPI; the schema is that of each line. Says whether there are any.
   *
   * @param asFile whether clients should hand them out as they are, and not as a JSON string
   */
  private static boolean lines(Content content, boolean asFile) {
    if (content == null || !content.containsKey(BatchWriter.MEDIA_TYPE)) {
      return false;
    }
    var lines = Objects.requireNonNull(content.get(BatchWriter.MEDIA_TYPE));
    if (lines.getSchema().get$ref() != null) {
      Schema<?> line = lines.getSchema();
      lines.setSchema(new StringSchema()
          .format(asFile ? "binary" : null)
          .contentMediaType(BatchWriter.MEDIA_TYPE)
          .contentSchema(line));
    }
    return true;
  }
}
