package dev.clipcoder.api;

import dev.clipcoder.labelset.LabelSetLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the JSON bodies of label sets, which hold no pictures but may be long. They may have as many tokens (brackets,
 * names and values) as a set within its limits can need; these are counted, and the memory for them is claimed, before
 * the body is parsed as a whole.
 */
@Component
final class LabelSetBodies {

  static final String LABEL_SET = "{\"classes\": [\"cat\", \"dog\"]}";
  static final String SUPPORT_SET = "{\"labels\": [\"ripe\", \"unripe\"]}";
  static final String GENERATION = "{\"source\": \"wordnet\"}";

  /** A one-to-one text of a pair of its own: two brackets for the pair and for the list, three names and values. */
  private static final long TOKENS_OF_A_TEXT = 10;

  /** A class with texts of every kind and a threshold. */
  private static final long TOKENS_OF_A_CLASS = 64;

  private static final long TOKENS_OF_THE_REST = 10_000;

  /** Heap that a token takes in the parsed body, at most. */
  private static final long BYTES_OF_A_TOKEN = 80;

  private final BodyReader bodies;
  private final LabelSetLimits limits;
  private final JsonMapper json;
  private final JsonObjects objects;

  LabelSetBodies(BodyReader bodies, LabelSetLimits limits) {
    this.bodies = bodies;
    this.limits = limits;
    this.json = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                .maxStringLength(Integer.MAX_VALUE)
                .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
    this.objects = new JsonObjects(json);
  }

  private static long mostTokens(LabelSetLimits limits) {
    return limits.maxTexts() * TOKENS_OF_A_TEXT
        + limits.maxClasses() * TOKENS_OF_A_CLASS
        + TOKENS_OF_THE_REST;
  }

  /** @param example of what the body should be */
  ObjectNode read(HttpServletRequest request, String example) {
    String type = request.getContentType();
    if (type != null && !type.toLowerCase(Locale.ROOT).contains("json")) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type is %s. Use `curl -H 'Content-Type: application/json' --data-binary @set.json`."
              .formatted(type));
    }
    byte[] body = bodies.readDocument(request);
    long memory = countTokens(body) * BYTES_OF_A_TOKEN;
    BodyBudgetFilter.cover(request, body.length + memory / BodyForm.HEAVIEST);
    return objects.parse(body, "The body", example);
  }

  private long countTokens(byte[] body) {
    long most = mostTokens(limits);
    long tokens = 0;
    try (JsonParser parser = json.createParser(body)) {
      while (parser.nextToken() != null) {
        if (++tokens > most) {
          throw tooMany();
        }
      }
    } catch (JacksonException malformed) {
      throw JsonObjects.problem(malformed, "The body");
    }
    return tokens;
  }

  private ProblemException tooMany() {
    return new ProblemException(
        ProblemType.IMPOSSIBLE_REQUEST,
        "The body has more values than a label set of %d classes and %d texts can need (clipcoder.label-sets.max-classes, clipcoder.label-sets.max-texts). Send a smaller set."
            .formatted(limits.maxClasses(), limits.maxTexts()));
  }
}
