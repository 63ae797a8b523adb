package dev.clipcoder.api;

import dev.clipcoder.classify.Candidates;
import dev.clipcoder.classify.ClassifyResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** Writes the lines of one batch, each as soon as it is given. */
final class BatchWriter {

  static final String MEDIA_TYPE = "application/x-ndjson";

  private final HttpServletRequest request;
  private final ServletOutputStream out;
  private final Parts parts;
  private final Candidates candidates;
  private final boolean withEmbedding;

  /** What makes lines. */
  record Parts(
      ClassifyResponses responses, ItemProblems problems, JsonMapper json, MeterRegistry meters) {

    private void count(int status) {
      Counter.builder("clipcoder.bulk.items")
          .description("Items of batches that were answered")
          .tag("outcome", RequestMetrics.outcome(status))
          .register(meters)
          .increment();
    }
  }

  BatchWriter(
      HttpServletRequest request,
      HttpServletResponse response,
      Parts parts,
      Candidates candidates,
      boolean withEmbedding)
      throws IOException {
    this.request = request;
    this.parts = parts;
    this.candidates = candidates;
    this.withEmbedding = withEmbedding;
    response.setStatus(HttpStatus.OK.value());
    response.setContentType(MEDIA_TYPE);
    this.out = response.getOutputStream();
  }

  void write(Object id, ClassifyResult result) throws IOException {
    parts.count(HttpStatus.OK.value());
    RequestMetrics.method(request, result.method());
    write(new BatchLine(id, parts.responses().of(candidates, result, withEmbedding), null));
  }

  void write(Object id, Throwable failure) throws IOException {
    Problem problem = parts.problems().of(failure, request);
    parts.count(problem.status());
    write(new BatchLine(id, null, problem));
  }

  private void write(BatchLine line) throws IOException {
    out.write(parts.json().writeValueAsBytes(line));
    out.write('\n');
    out.flush();
  }
}
