package dev.clipcoder.api;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** What the contract says of problems: one answer for each status, which operations refer to. */
final class ProblemContract implements OpenApiCustomizer {

  static final List<ProblemType> OF_WORK = List.of(
      ProblemType.MALFORMED_REQUEST,
      ProblemType.TOO_LARGE,
      ProblemType.UNSUPPORTED_MEDIA_TYPE,
      ProblemType.IMPOSSIBLE_REQUEST,
      ProblemType.OVERLOADED,
      ProblemType.UNAVAILABLE,
      ProblemType.DEADLINE_EXCEEDED);

  private static final Set<ProblemType> THAT_PASS =
      Set.of(ProblemType.OVERLOADED, ProblemType.UNAVAILABLE);

  private static final String RETRY_AFTER = "Retry-After";

  @Override
  public void customise(OpenAPI api) {
    ModelConverters.getInstance(true)
        .readAll(Problem.class)
        .forEach(api.getComponents()::addSchemas);
    api.getComponents()
        .addHeaders(
            RETRY_AFTER,
            new Header()
                .description("After how many seconds to ask again")
                .schema(new IntegerSchema()));
    Arrays.stream(ProblemType.values())
        .collect(Collectors.groupingBy(
            ProblemType::status, LinkedHashMap::new, Collectors.toUnmodifiableList()))
        .values()
        .forEach(types -> api.getComponents().addResponses(name(types.getFirst()), answer(types)));
  }

  /** @param types of one status, the general one first */
  private static ApiResponse answer(List<ProblemType> types) {
    Map<String, Example> examples = new LinkedHashMap<>();
    types.forEach(type -> examples.put(slug(type), example(type)));
    ApiResponse answer = new ApiResponse()
        .description(types.stream()
            .map(type -> "%s (`%s`). %s".formatted(type.title(), type.uri(), type.meaning()))
            .collect(Collectors.joining("\n\n")))
        .content(new Content()
            .addMediaType(
                "application/problem+json",
                new MediaType()
                    .schema(new Schema<>().$ref("#/components/schemas/Problem"))
                    .examples(examples)));
    if (THAT_PASS.contains(types.getFirst())) {
      answer.addHeaderObject(RETRY_AFTER, new Header().$ref("#/components/headers/" + RETRY_AFTER));
    }
    return answer;
  }

  private static Example example(ProblemType type) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", type.uri().toString());
    problem.put("title", type.title());
    problem.put("status", type.status().value());
    problem.put("detail", type.meaning());
    problem.put("errors", List.of());
    return new Example().summary(type.title()).value(problem);
  }

  private static String slug(ProblemType type) {
    return type.uri().toString().substring(type.uri().toString().lastIndexOf(':') + 1);
  }

  /** Such as {@code MalformedRequest}. */
  private static String name(ProblemType type) {
    return Arrays.stream(type.name().split("_", -1))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  /** @param types each the general one of its status */
  static void add(Operation operation, List<ProblemType> types) {
    for (ProblemType type : types) {
      operation
          .getResponses()
          .addApiResponse(
              Integer.toString(type.status().value()),
              new ApiResponse().$ref("#/components/responses/" + name(type)));
    }
  }
}
