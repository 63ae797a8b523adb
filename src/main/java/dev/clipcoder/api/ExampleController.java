package dev.clipcoder.api;

import dev.clipcoder.classify.TaughtArchive;
import dev.clipcoder.classify.TeachService;
import dev.clipcoder.fewshot.AddedExamples;
import dev.clipcoder.fewshot.Example;
import dev.clipcoder.fewshot.ExampleOutcome;
import dev.clipcoder.fewshot.Examples;
import dev.clipcoder.fewshot.FittedSet;
import dev.clipcoder.fewshot.FittedSets;
import dev.clipcoder.fewshot.Keep;
import dev.clipcoder.fewshot.KeptPicture;
import dev.clipcoder.fewshot.StaleSupportSetException;
import dev.clipcoder.fewshot.SupportSet;
import dev.clipcoder.fewshot.SupportSets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "support sets")
class ExampleController {

  /** How long a client is kept waiting for the head that knows its examples, which are stored before. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SupportSets sets;
  private final Examples examples;
  private final FittedSets heads;
  private final TeachService service;
  private final ExampleBodies bodies;

  ExampleController(
      SupportSets sets,
      Examples examples,
      FittedSets heads,
      TeachService service,
      ExampleBodies bodies) {
    this.sets = sets;
    this.examples = examples;
    this.heads = heads;
    this.service = service;
    this.bodies = bodies;
  }

  @SupportSetOperation.AddExamples
  @PostMapping(path = "/support-sets/{id}/examples", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<AddedExamplesResponse> add(
      @PathVariable String id,
      @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
      HttpServletRequest request)
      throws InterruptedException {
    SupportSet present = sets.get(id);
    Integer expected = ExpectedVersion.of(headers, present::version);
    requireVersion(present, expected);
    return switch (bodies.read(request)) {
      case ExampleBodies.Pictures pictures ->
        answer(
            service.addPictures(
                id,
                pictures.label(),
                pictures.pictures(),
                expected,
                ConnectedCaller.ofCurrentRequest()),
            headers);
      case ExampleBodies.Known known ->
        answer(service.addEmbedding(id, known.label(), known.embedding(), expected), headers);
      case ExampleBodies.Archive archive -> {
        TaughtArchive taught =
            service.addArchive(id, archive.archive(), expected, ConnectedCaller.ofCurrentRequest());
        yield answer(sets.get(id), taught.outcomes(), taught.faults(), headers);
      }
    };
  }

  /** Before anything is encoded; the transaction looks again. */
  private static void requireVersion(SupportSet set, @Nullable Integer expected) {
    if (expected != null && expected != set.version()) {
      throw new StaleSupportSetException(set.id(), expected, set.version());
    }
  }

  private ResponseEntity<AddedExamplesResponse> answer(AddedExamples added, HttpHeaders headers)
      throws InterruptedException {
    return answer(added.set(), added.outcomes(), List.of(), headers);
  }

  private ResponseEntity<AddedExamplesResponse> answer(
      SupportSet set,
      List<ExampleOutcome> outcomes,
      List<TaughtArchive.Fault> faults,
      HttpHeaders headers)
      throws InterruptedException {
    boolean isNew =
        outcomes.stream().anyMatch(one -> one.status() != ExampleOutcome.Status.PRESENT);
    FittedSet fitted = BuildAnswer.waits(headers) && set.examples() > 0
        ? heads.await(set.id(), set.version(), PATIENCE)
        : null;
    return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK)
        .eTag(BuildAnswer.etag(set.version()))
        .body(AddedExamplesResponse.of(set, outcomes, faults, FitResponse.of(heads, set, fitted)));
  }

  @Operation(
      operationId = "listExamples",
      summary = "The examples of a support set",
      description = "In the order in which they came.")
  @GetMapping(path = "/support-sets/{id}/examples", produces = MediaType.APPLICATION_JSON_VALUE)
  ExampleList list(
      @PathVariable String id,
      @Parameter(description = "Only of this class") @RequestParam(required = false) @Nullable
          String label,
      @Parameter(description = "Only those that have no embedding of this model")
          @RequestParam(defaultValue = "false")
          boolean missing,
      @RequestParam(defaultValue = "-1") long cursor,
      @RequestParam(defaultValue = "100") int limit) {
    Page.requireLimit(limit);
    if (cursor < -1) {
      throw ErrorSentences.malformed(
          "cursor", "'cursor' is the 'nextCursor' of the page before. Leave it out for the first.");
    }
    String known = label == null ? null : examples.requireListed(sets.get(id), label);
    List<Example> found = examples.list(id, known, missing, cursor, limit + 1);
    boolean more = found.size() > limit;
    List<Example> page = more ? found.subList(0, limit) : found;
    return new ExampleList(
        page.stream().map(ExampleList.Item::of).toList(), more ? page.getLast().place() : null);
  }

  @Operation(
      operationId = "getExamplePicture",
      summary = "The picture that is kept of an example",
      description =
          "With `keep` of `thumbnails` a small JPEG, with `originals` the file as it was sent.",
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The picture",
              content = {
                @Content(
                    mediaType = "image/jpeg",
                    schema = @Schema(type = "string", format = "binary")),
                @Content(
                    mediaType = "application/octet-stream",
                    schema = @Schema(type = "string", format = "binary"))
              }))
  @GetMapping("/support-sets/{id}/examples/{exampleId}/image")
  ResponseEntity<byte[]> picture(@PathVariable String id, @PathVariable String exampleId) {
    KeptPicture picture = examples.picture(id, exampleId);
    // An original may be anything that somebody sent: never to be shown as a page.
    return ResponseEntity.ok()
        .contentType(
            picture.kind() == Keep.THUMBNAILS
                ? MediaType.IMAGE_JPEG
                : MediaType.APPLICATION_OCTET_STREAM)
        .header("X-Content-Type-Options", "nosniff")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
        .body(picture.bytes());
  }

  @Operation(
      operationId = "removeExample",
      summary = "Remove an example",
      description = "With its picture. What the set has learned is brought up to date without it.",
      responses = @ApiResponse(responseCode = "204", description = "It is gone"))
  @DeleteMapping("/support-sets/{id}/examples/{exampleId}")
  ResponseEntity<Void> remove(
      @PathVariable String id,
      @PathVariable String exampleId,
      @Parameter(hidden = true) @RequestHeader HttpHeaders headers) {
    Integer expected = ExpectedVersion.of(headers, () -> sets.get(id).version());
    SupportSet set = examples.remove(id, exampleId, expected);
    return ResponseEntity.noContent().eTag(BuildAnswer.etag(set.version())).build();
  }
}
