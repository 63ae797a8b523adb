package dev.clipcoder.api;

import dev.clipcoder.classify.Caller;
import dev.clipcoder.classify.EmbedResult;
import dev.clipcoder.classify.EmbedService;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.model.ModelDescription;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers clients of OpenAI's embeddings as that service does; members that mean nothing here are passed over. */
@RestController
@Tag(name = "drop-ins")
class OpenAiController {

  private final DropInBodies bodies;
  private final RequestLimits limits;
  private final EmbedService service;
  private final ModelDescription model;
  private final DropInProperties properties;
  private final OpenAiModels.Model described;

  OpenAiController(
      DropInBodies bodies,
      RequestLimits limits,
      EmbedService service,
      ModelDescription model,
      DropInProperties properties) {
    this.bodies = bodies;
    this.limits = limits;
    this.service = service;
    this.model = model;
    this.properties = properties;
    this.described =
        new OpenAiModels.Model(model.id(), "model", Instant.now().getEpochSecond(), "clipcoder");
  }

  @Operation(
      operationId = "openAiModels",
      summary = "The loaded model, as OpenAI lists models",
      description = "A list of one, by whose `id` clients may ask for embeddings.")
  @GetMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
  OpenAiModels models() {
    return OpenAiModels.of(described);
  }

  @Operation(
      operationId = "openAiModel",
      summary = "The loaded model, as OpenAI describes one",
      description = "By its name or an alias; other models are not there.")
  @GetMapping(path = "/v1/models/{*id}", produces = MediaType.APPLICATION_JSON_VALUE)
  OpenAiModels.Model model(@PathVariable String id) {
    requireServed(id.substring(1));
    return described;
  }

  @OpenAiOperation
  @PostMapping(path = "/v1/embeddings", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<OpenAiEmbeddings> embeddings(HttpServletRequest request) {
    ObjectNode members = bodies.read(
        request,
        limits.maxImages(),
        "{\"model\": \"%s\", \"input\": \"a photo of a cat.\"}".formatted(model.id()));
    if (members.hasNonNull("model")) {
      requireServed(members.path("model").asString(""));
    }
    requireDimension(members.path("dimensions"));
    boolean base64 = base64(members.path("encoding_format"));
    OpenAiInputs inputs = OpenAiInputs.of(members, limits);
    Caller caller = ConnectedCaller.ofCurrentRequest();
    EmbedResult pictures = inputs.pictures().isEmpty()
        ? EmbedResult.NOTHING
        : service.embedImages(inputs.pictures(), caller);
    EmbedResult texts = inputs.texts().isEmpty()
        ? EmbedResult.NOTHING
        : service.embedTexts(inputs.texts(), true, caller);
    List<Embedding> embeddings = inputs.joined(texts.embeddings(), pictures.embeddings());
    return ResponseEntity.ok()
        .header(ServerTiming.HEADER, ServerTiming.of(texts.timings().plus(pictures.timings())))
        .headers(CacheHeader.of(pictures.cacheUse()))
        .body(OpenAiEmbeddings.of(embeddings, base64, model.id(), texts.tokens()));
  }

  private void requireServed(String name) {
    if (!name.equals(model.id()) && !properties.modelAliases().contains(name)) {
      throw new ProblemException(
          ProblemType.NOT_FOUND,
          "The model '%s' is not served here; '%s' is. Ask for that one, or have the operator add the name to clipcoder.drop-ins.model-aliases."
              .formatted(name, model.id()),
          "model");
    }
  }

  /** A shorter vector would not be one of this model: CLIP is not trained for it. */
  private void requireDimension(JsonNode dimensions) {
    if (dimensions.isMissingNode() || dimensions.isNull()) {
      return;
    }
    if (!dimensions.isIntegralNumber()) {
      throw ErrorSentences.malformed("dimensions", "'dimensions' must be a whole number.");
    }
    if (dimensions.asLong() != model.dimension()) {
      throw ErrorSentences.impossible(
          "dimensions",
          "Embeddings of %s have %d dimensions and cannot be cut to %s. Leave 'dimensions' out."
              .formatted(model.id(), model.dimension(), dimensions));
    }
  }

  private static boolean base64(JsonNode format) {
    return switch (format.asString("float")) {
      case "float" -> false;
      case "base64" -> true;
      default ->
        throw ErrorSentences.malformed(
            "encoding_format", "'encoding_format' must be float or base64.");
    };
  }
}
