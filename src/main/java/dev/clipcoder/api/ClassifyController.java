package dev.clipcoder.api;

import dev.clipcoder.api.ClassifyResponse.Prediction;
import dev.clipcoder.api.ClassifyResponse.RegionResult;
import dev.clipcoder.classify.Classification;
import dev.clipcoder.classify.ClassifyRequest;
import dev.clipcoder.classify.ClassifyResult;
import dev.clipcoder.classify.ClassifyService;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.Region;
import dev.clipcoder.model.ModelDescription;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ClassifyController {

  private final SubmissionReader submissions;
  private final ClassifyMapper mapper;
  private final ClassifyService service;
  private final ModelDescription model;

  ClassifyController(
      SubmissionReader submissions,
      ClassifyMapper mapper,
      ClassifyService service,
      ModelDescription model) {
    this.submissions = submissions;
    this.mapper = mapper;
    this.service = service;
    this.model = model;
  }

  @ClassifyOperation
  @PostMapping(path = "/classify", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ClassifyResponse> classify(HttpServletRequest request) {
    Submission<ClassifyOptions> submission = submissions.read(request, ClassifyOptions.class, 1);
    ClassifyRequest task = mapper.map(submission);
    RequestMetrics.method(request, ClassifyResponse.METHOD);
    ClassifyResult result = service.classify(task, ConnectedCaller.ofCurrentRequest());
    boolean withEmbedding = mapper.wantsEmbedding(submission.options());
    return ResponseEntity.ok()
        .header(ServerTiming.HEADER, ServerTiming.of(result.timings()))
        .body(response(task, result, withEmbedding));
  }

  private ClassifyResponse response(
      ClassifyRequest task, ClassifyResult result, boolean withEmbedding) {
    List<String> warnings =
        Warnings.of(model, result.truncated(), task.labels().values().size());
    ModelReference reference = ModelReference.of(model);
    Classification first = result.classifications().getFirst();
    if (first.region() != null) {
      List<RegionResult> results = result.classifications().stream()
          .map(classification -> regionResult(classification, withEmbedding))
          .toList();
      return new ClassifyResponse.ByRegion(
          results, ClassifyResponse.METHOD, reference, false, warnings);
    }
    return new ClassifyResponse.Whole(
        first.label(),
        true,
        null,
        Prediction.of(first),
        embedding(first, withEmbedding),
        ClassifyResponse.METHOD,
        reference,
        false,
        warnings);
  }

  private static RegionResult regionResult(Classification classification, boolean withEmbedding) {
    return new RegionResult(
        sides(classification.region()),
        classification.label(),
        true,
        null,
        Prediction.of(classification),
        embedding(classification, withEmbedding));
  }

  private static List<Double> sides(@Nullable Region region) {
    return region == null
        ? List.of(0.0, 0.0, 1.0, 1.0)
        : List.of(region.x(), region.y(), region.width(), region.height());
  }

  private static @Nullable Embedding embedding(Classification classification, boolean wanted) {
    return wanted ? classification.embedding() : null;
  }
}
