package dev.clipcoder.api;

import dev.clipcoder.labelset.BuildState;
import dev.clipcoder.labelset.LabelSetDefinition;
import dev.clipcoder.labelset.LabelSetReference;
import dev.clipcoder.labelset.LabelSetRegistry;
import dev.clipcoder.labelset.LabelSetSummary;
import dev.clipcoder.labelset.LabelSetVersion;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.Registration;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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

  private final LabelSets sets;
  private final LabelSetRegistry registry;
  private final BuildAnswer builds;
  private final LabelSetBodies bodies;

  LabelSetController(
      LabelSets sets, LabelSetRegistry registry, BuildAnswer builds, LabelSetBodies bodies) {
    this.sets = sets;
    this.registry = registry;
    this.builds = builds;
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
    Integer expected = ExpectedVersion.of(headers, () -> sets.latest(id).version());
    return answer(
        registry.put(id, bodies.read(request, LabelSetBodies.LABEL_SET), template, expected),
        headers);
  }

  @LabelSetOperation.Patch
  @PatchMapping(path = "/label-sets/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<LabelSetStatus> patch(
      @PathVariable String id,
      @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
      HttpServletRequest request)
      throws InterruptedException {
    Integer expected = ExpectedVersion.of(headers, () -> sets.latest(id).version());
    return answer(
        registry.patch(id, bodies.read(request, LabelSetBodies.LABEL_SET), expected), headers);
  }

  private ResponseEntity<LabelSetStatus> answer(Registration registration, HttpHeaders headers)
      throws InterruptedException {
    BuildState state = builds.await(registration, headers);
    return BuildAnswer.respond(registration, state).body(LabelSetStatus.of(registration, state));
  }

  @Operation(
      operationId = "listLabelSets",
      summary = "The label sets",
      description = "In the order of their ids.")
  @GetMapping(path = "/label-sets", produces = MediaType.APPLICATION_JSON_VALUE)
  LabelSetList list(
      @RequestParam(defaultValue = "") String cursor,
      @RequestParam(defaultValue = "100") int limit) {
    Page.requireLimit(limit);
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
    return ResponseEntity.ok().eTag(BuildAnswer.etag(version.version())).body(version.definition());
  }

  @Operation(
      operationId = "deleteLabelSet",
      summary = "Delete a label set",
      description =
          "With all its versions, and without waiting for one that is being built: its job is cancelled. The numbers are not used again.",
      responses = @ApiResponse(responseCode = "204", description = "It is gone"))
  @DeleteMapping("/label-sets/{id}")
  ResponseEntity<Void> delete(
      @PathVariable String id, @Parameter(hidden = true) @RequestHeader HttpHeaders headers) {
    registry.delete(id, ExpectedVersion.of(headers, () -> sets.latest(id).version()));
    return ResponseEntity.noContent().build();
  }
}
