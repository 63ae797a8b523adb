package dev.clipcoder.api;

import dev.clipcoder.jobs.Job;
import dev.clipcoder.jobs.Jobs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "jobs")
class JobController {

  /** Another process looks once a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Jobs jobs;

  JobController(Jobs jobs) {
    this.jobs = jobs;
  }

  @Operation(
      operationId = "getJob",
      summary = "How far a job is",
      description = "Jobs survive a restart: they go on and redo nothing that is stored.")
  @GetMapping(path = "/jobs/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  JobResponse get(@PathVariable String id) {
    return JobResponse.of(jobs.get(id));
  }

  @Operation(
      operationId = "cancelJob",
      summary = "Cancel a job",
      description =
          "At once if it has not begun, else as soon as it notices, which the answer waits for up to two seconds; a job that is over stays as it is.")
  @DeleteMapping(path = "/jobs/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  JobResponse cancel(@PathVariable String id) throws InterruptedException {
    Job job = jobs.cancel(id);
    return JobResponse.of(job.state().isOver() ? job : jobs.await(id, PATIENCE));
  }
}
