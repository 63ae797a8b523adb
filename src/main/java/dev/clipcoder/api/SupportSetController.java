package dev.clipcoder.api;

import dev.clipcoder.fewshot.FittedSets;
import dev.clipcoder.fewshot.SupportSet;
import dev.clipcoder.fewshot.SupportSets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "support sets")
class SupportSetController {

  private final SupportSets sets;
  private final FittedSets heads;
  private final LabelSetBodies bodies;

  SupportSetController(SupportSets sets, FittedSets heads, LabelSetBodies bodies) {
    this.sets = sets;
    this.heads = heads;
    this.bodies = bodies;
  }

  @SupportSetOperation.Put
  @PutMapping(path = "/support-sets/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<SupportSetResponse> put(
      @PathVariable String id,
      @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
      HttpServletRequest request) {
    Integer expected = ExpectedVersion.of(headers, () -> sets.get(id).version());
    SupportSets.Registration registration =
        sets.put(id, bodies.read(request, LabelSetBodies.SUPPORT_SET), expected);
    if (registration.isNew()) {
      heads.changed(id);
    }
    return ResponseEntity.status(registration.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
        .eTag(BuildAnswer.etag(registration.set().version()))
        .body(response(registration.set()));
  }

  @Operation(
      operationId = "listSupportSets",
      summary = "The support sets",
      description = "In the order of their ids.")
  @GetMapping(path = "/support-sets", produces = MediaType.APPLICATION_JSON_VALUE)
  SupportSetList list(
      @RequestParam(defaultValue = "") String cursor,
      @RequestParam(defaultValue = "100") int limit) {
    Page.requireLimit(limit);
    List<SupportSet> found = sets.list(cursor, limit + 1);
    boolean more = found.size() > limit;
    List<SupportSet> page = more ? found.subList(0, limit) : found;
    return new SupportSetList(
        page.stream().map(SupportSetList.Item::of).toList(),
        more ? page.getLast().id() : null);
  }

  @Operation(
      operationId = "getSupportSet",
      summary = "A support set: what it says, its examples and its fit",
      description =
          "The members that PUT takes in their long form, how many examples each class has, and which method was chosen and why. The ETag is the version, which counts every change.")
  @GetMapping(path = "/support-sets/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<SupportSetResponse> get(@PathVariable String id) {
    SupportSet set = sets.get(id);
    return ResponseEntity.ok().eTag(BuildAnswer.etag(set.version())).body(response(set));
  }

  private SupportSetResponse response(SupportSet set) {
    return SupportSetResponse.of(
        set, sets.countsByLabel(set.id()), sets.labels(set), FitResponse.of(heads, set, null));
  }

  @Operation(
      operationId = "deleteSupportSet",
      summary = "Delete a support set",
      description = "With all its examples. The version numbers are not used again.",
      responses = @ApiResponse(responseCode = "204", description = "It is gone"))
  @DeleteMapping("/support-sets/{id}")
  ResponseEntity<Void> delete(
      @PathVariable String id, @Parameter(hidden = true) @RequestHeader HttpHeaders headers) {
    sets.delete(id, ExpectedVersion.of(headers, () -> sets.get(id).version()));
    heads.forget(id);
    return ResponseEntity.noContent().build();
  }
}
