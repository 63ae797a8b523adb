package dev.clipcoder.api;

import dev.clipcoder.jobs.Job;
import dev.clipcoder.jobs.Jobs;
import dev.clipcoder.labelset.BuildState;
import dev.clipcoder.labelset.LabelSetDefinition;
import dev.clipcoder.labelset.LabelSetReference;
import dev.clipcoder.labelset.LabelSetSummary;
import dev.clipcoder.labelset.LabelSetVersion;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.Registration;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "label sets")
class LabelSetController {

  /** How long a client is kept waiting for a build; after that it is told which job to ask. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MOST_ITEMS = 1000;

  private final LabelSets sets;
  private final Jobs jobs;
  private final LabelSetBodies bodies;

  LabelSetController(LabelSets sets, Jobs jobs, LabelSetBodies bodies) {
    this.sets = sets;
    this.jobs = jobs;
    this.bodies = bodies;
  }

  @LabelSetOperation.Put
  @PutMapping(path = "/label-sets/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<LabelSetStatus> put(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String template,
      @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
      HttpServletRequest request)
      throws InterruptedException {
    Integer expected = ExpectedVersion.of(headers, () -> sets.latest(id));
    return answer(sets.put(id, bodies.read(request), template, expected), headers);
  }

  @LabelSetOperation.Patch
  @PatchMapping(path = "/label-sets/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<LabelSetStatus> patch(
      @PathVariable String id,
      @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
      HttpServletRequest request)
      throws InterruptedException {
    Integer expected = ExpectedVersion.of(headers, () -> sets.latest(id));
    return answer(sets.patch(id, bodies.read(request), expected), headers);
  }

  private ResponseEntity<LabelSetStatus> answer(Registration registration, HttpHeaders headers)
      throws InterruptedException {
    BuildState state = registration.state();
    boolean waits = headers.getOrEmpty("Prefer").stream()
        .noneMatch(preference -> preference.contains("respond-async"));
    if (state == BuildState.BUILDING && waits) {
      state = built(jobs.await(registration.jobId(), PATIENCE));
    }
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(status(registration, state)).eTag(etag(registration.version()));
    if (state == BuildState.BUILDING) {
      response.location(URI.create("/jobs/" + registration.jobId()));
    }
    return response.body(new LabelSetStatus(
        registration.id(),
        registration.version(),
        LabelSetStatus.word(state),
        registration.jobId()));
  }

  private static BuildState built(Job job) {
    return switch (job.state()) {
      case QUEUED, RUNNING -> BuildState.BUILDING;
      case SUCCEEDED -> BuildState.READY;
      case FAILED ->
        throw new ProblemException(
            ProblemType.UNAVAILABLE,
            "The definition is kept, but its texts could not be encoded: %s Put it again to repeat that."
                .formatted(job.error()));
      case CANCELLED ->
        throw new ProblemException(
            ProblemType.CONFLICT,
            "The definition is kept, but its build was cancelled. Put it again to repeat it.");
    };
  }

  private static HttpStatus status(Registration registration, BuildState state) {
    if (state == BuildState.BUILDING) {
      return HttpStatus.ACCEPTED;
    }
    return registration.isNew() ? HttpStatus.CREATED : HttpStatus.OK;
  }

  @Operation(
      operationId = "listLabelSets",
      summary = "The label sets",
      description = "In the order of their ids.")
  @GetMapping(path = "/label-sets", produces = MediaType.APPLICATION_JSON_VALUE)
  LabelSetList list(
      @RequestParam(defaultValue = "") String cursor,
      @RequestParam(defaultValue = "100") int limit) {
    if (limit < 1 || limit > MOST_ITEMS) {
      throw ErrorSentences.malformed("limit", "Is not from 1 to %d.".formatted(MOST_ITEMS));
    }
    List<LabelSetSummary> found = sets.list(cursor, limit + 1);
    boolean more = found.size() > limit;
    List<LabelSetSummary> page = more ? found.subList(0, limit) : found;
    return new LabelSetList(
        page.stream().map(LabelSetList.Item::of).toList(), more ? page.getLast().id() : null);
  }

  @Operation(
      operationId = "getLabelSet",
      summary = "A label set's definition",
      description =
          "In the long form, as PUT takes it: of the version that is served, or of the one that is pinned as in `pets@3`. The ETag is the version.")
  @GetMapping(path = "/label-sets/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<LabelSetDefinition> get(@PathVariable String id) {
    LabelSetVersion version = sets.get(LabelSetReference.parse(id));
    return ResponseEntity.ok().eTag(etag(version.version())).body(version.definition());
  }

  @Operation(
      operationId = "deleteLabelSet",
      summary = "Delete a label set",
      description = "With all its versions. Their numbers are not used again.")
  @DeleteMapping("/label-sets/{id}")
  ResponseEntity<Void> delete(
      @PathVariable String id, @Parameter(hidden = true) @RequestHeader HttpHeaders headers) {
    sets.delete(id, ExpectedVersion.of(headers, () -> sets.latest(id)));
    return ResponseEntity.noContent().build();
  }

  private static String etag(int version) {
    return "\"%d\"".formatted(version);
  }
}
