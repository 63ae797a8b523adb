package dev.clipcoder.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** What all operations on sets and jobs have in common: headers and problems; and what a definition must say. */
final class ManagementContract implements OpenApiCustomizer {

  private static final String SUPPORT_SETS = "support sets";
  private static final Set<String> SETS = Set.of("label sets", SUPPORT_SETS);

  private static final Set<HttpMethod> CHANGES =
      Set.of(HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.POST);

  private static final List<ProblemType> OF_READING =
      List.of(ProblemType.MALFORMED_REQUEST, ProblemType.UNAVAILABLE);
  private static final List<ProblemType> OF_SETS = List.of(ProblemType.IMPOSSIBLE_REQUEST);
  private static final List<ProblemType> OF_CHANGING =
      List.of(ProblemType.CONFLICT, ProblemType.PRECONDITION_FAILED);
  private static final List<ProblemType> OF_BODIES =
      List.of(ProblemType.TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE, ProblemType.OVERLOADED);

  private static final Map<String, List<String>> REQUIRED = Map.of(
      "LabelSetDefinition", List.of("classes"),
      "LabelClass", List.of("label"),
      "Pair", List.of("label", "other"));

  @Override
  public void customise(OpenAPI api) {
    api.getPaths()
        .forEach((path, item) -> item.readOperationsMap()
            .forEach((method, operation) -> complete(path, method, operation)));
    REQUIRED.forEach((name, members) -> {
      Schema<?> schema = Objects.requireNonNull(api.getComponents().getSchemas().get(name));
      schema.setRequired(members);
    });
  }

  private static void complete(String path, HttpMethod method, Operation operation) {
    List<String> tags = operation.getTags() == null ? List.of() : operation.getTags();
    boolean ofSets = !Collections.disjoint(tags, SETS);
    if (!ofSets && !tags.contains("jobs")) {
      return;
    }
    ProblemContract.add(operation, OF_READING);
    if (path.contains("{")) {
      ProblemContract.add(operation, List.of(ProblemType.NOT_FOUND));
    }
    if (ofSets) {
      ProblemContract.add(operation, OF_SETS);
      if (method != HttpMethod.GET) {
        change(method, operation, tags.contains(SUPPORT_SETS));
      }
    }
  }

  private static void change(HttpMethod method, Operation operation, boolean ofSupportSet) {
    ProblemContract.add(operation, OF_CHANGING);
    header(
        operation,
        "If-Match",
        "The ETag of the version that the caller has seen, such as `\"3\"`: at another one the answer is 412. `*` for"
            + " any");
    if (method == HttpMethod.PUT) {
      header(operation, "If-None-Match", "`*`: the set must not be there yet, else 412");
    }
    boolean ofExamples = ofSupportSet && method == HttpMethod.POST;
    if (CHANGES.contains(method)) {
      ProblemContract.add(operation, ofExamples ? ProblemContract.OF_WORK : OF_BODIES);
    }
    if (ofExamples) {
      header(operation, "Prefer", "`respond-async`: does not wait until the examples count");
    } else if (!ofSupportSet && CHANGES.contains(method)) {
      header(
          operation, "Prefer", "`respond-async`: answers 202 at once, with the address of the job");
    }
  }

  private static void header(Operation operation, String name, String description) {
    // The operations are kept from one request for the contract to the next.
    boolean there = operation.getParameters() != null
        && operation.getParameters().stream().anyMatch(one -> name.equals(one.getName()));
    if (there) {
      return;
    }
    operation.addParametersItem(new HeaderParameter()
        .name(name)
        .required(false)
        .description(description)
        .schema(new StringSchema()));
  }
}
