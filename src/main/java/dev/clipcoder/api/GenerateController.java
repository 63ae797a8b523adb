package dev.clipcoder.api;

import dev.clipcoder.jobs.Job;
import dev.clipcoder.jobs.Jobs;
import dev.clipcoder.labelset.LabelSetGenerator;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.TextGenerationStatus;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "label sets")
class GenerateController {

  /** How long a client is kept waiting; after that it is told which job to ask. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LabelSetGenerator generator;
  private final LabelSets sets;
  private final Jobs jobs;
  private final LabelSetBodies bodies;

  GenerateController(
      LabelSetGenerator generator, LabelSets sets, Jobs jobs, LabelSetBodies bodies) {
    this.generator = generator;
    this.sets = sets;
    this.jobs = jobs;
    this.bodies = bodies;
  }

  @LabelSetOperation.Generate
  @PostMapping(path = "/label-sets/{id}/generate", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<GenerationResponse> generate(
      @PathVariable String id,
      @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
      HttpServletRequest request)
      throws InterruptedException {
    Integer expected = ExpectedVersion.of(headers, () -> sets.latest(id).version());
    TextGenerationStatus begun =
        generator.start(id, bodies.read(request, LabelSetBodies.GENERATION), expected);
    Job job =
        BuildAnswer.waits(headers) ? jobs.await(begun.jobId(), PATIENCE) : jobs.get(begun.jobId());
    return switch (job.state()) {
      case QUEUED, RUNNING ->
        ResponseEntity.accepted()
            .location(URI.create("/jobs/" + job.id()))
            .body(GenerationResponse.of(begun, job));
      case SUCCEEDED -> done(begun, job);
      case FAILED ->
        throw new ProblemException(
            ProblemType.UNAVAILABLE,
            "No texts were generated, and the label set is as it was: %s".formatted(job.error()));
      case CANCELLED ->
        throw new ProblemException(
            ProblemType.CONFLICT, "The generation was cancelled; the label set is as it was.");
    };
  }

  private ResponseEntity<GenerationResponse> done(TextGenerationStatus begun, Job job) {
    // Who was told that the new version serves must not get the old one.
    sets.refresh(begun.setId());
    TextGenerationStatus done = generator.find(job.id()).orElse(begun);
    boolean isNew = done.report() != null && done.report().added() > 0;
    return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK)
        .eTag(BuildAnswer.etag(done.version()))
        .body(GenerationResponse.of(done, job));
  }
}
