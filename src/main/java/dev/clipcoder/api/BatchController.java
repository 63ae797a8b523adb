package dev.clipcoder.api;

import dev.clipcoder.classify.Batch;
import dev.clipcoder.classify.Caller;
import dev.clipcoder.classify.Candidates;
import dev.clipcoder.classify.ClassifyService;
import dev.clipcoder.encoder.BatchingProperties;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
class BatchController {

  private final BatchReader reader;
  private final ClassifyMapper mapper;
  private final ClassifyService service;
  private final BatchWriter.Parts parts;
  private final int mostUnderWay;

  BatchController(
      BatchReader reader,
      ClassifyMapper mapper,
      ClassifyService service,
      ClassifyResponses responses,
      ItemProblems problems,
      JsonMapper json,
      MeterRegistry meters,
      BatchingProperties batching) {
    this.reader = reader;
    this.mapper = mapper;
    this.service = service;
    this.parts = new BatchWriter.Parts(responses, problems, json, meters);
    // One batch with the device, the next one on its way to it.
    this.mostUnderWay = 2 * batching.maxBatch();
  }

  @BatchOperation
  @PostMapping(path = "/classify/batch", produces = BatchWriter.MEDIA_TYPE)
  void classify(HttpServletRequest request, HttpServletResponse response) throws IOException {
    ClassifyOptions options = reader.options(request);
    Candidates candidates = mapper.candidates(options);
    RequestMetrics.candidates(request, candidates);
    int topK = ClassifyMapper.topK(options);
    boolean withEmbedding = mapper.wantsEmbedding(options);
    BatchSource items = reader.items(request, options);
    Caller caller = ConnectedCaller.ofCurrentRequest();
    try (Batch batch = service.batch(candidates, topK, caller)) {
      BatchWriter writer = new BatchWriter(request, response, parts, candidates, withEmbedding);
      if (!new BatchRun(batch, items, writer, caller, mostUnderWay, reader).run()) {
        RequestMetrics.abandoned(request);
        batch.abandon();
      }
    }
  }
}
