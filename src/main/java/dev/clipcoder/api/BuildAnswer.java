package dev.clipcoder.api;

import dev.clipcoder.jobs.Job;
import dev.clipcoder.jobs.Jobs;
import dev.clipcoder.labelset.BuildState;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.Registration;
import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Answers who has made a version: when it is built, or with the job that builds it. */
@Component
final class BuildAnswer {

  /** How long a client is kept waiting for a build; after that it is told which job to ask. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Jobs jobs;
  private final LabelSets sets;

  BuildAnswer(Jobs jobs, LabelSets sets) {
    this.jobs = jobs;
    this.sets = sets;
  }

  /** The state when the version is built or the client has waited long enough. */
  BuildState await(Registration registration, HttpHeaders headers) throws InterruptedException {
    if (registration.state() != BuildState.BUILDING || !waits(headers)) {
      return registration.state();
    }
    BuildState state = built(jobs.await(registration.jobId(), PATIENCE));
    // Who was told that the new version serves must not get the old one.
    sets.refresh(registration.id());
    return state;
  }

  /** Whether the client wants to wait for what comes after the change. */
  static boolean waits(HttpHeaders headers) {
    return headers.getOrEmpty("Prefer").stream()
        .noneMatch(preference -> preference.contains("respond-async"));
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

  /** Status, ETag and the job's address. */
  static ResponseEntity.BodyBuilder respond(Registration registration, BuildState state) {
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(status(registration, state)).eTag(etag(registration.version()));
    if (state == BuildState.BUILDING) {
      response.location(URI.create("/jobs/" + registration.jobId()));
    }
    return response;
  }

  private static HttpStatus status(Registration registration, BuildState state) {
    if (state == BuildState.BUILDING) {
      return HttpStatus.ACCEPTED;
    }
    return registration.isNew() ? HttpStatus.CREATED : HttpStatus.OK;
  }

  static String etag(int version) {
    return "\"%d\"".formatted(version);
  }
}
