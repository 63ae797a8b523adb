package dev.clipcoder.api;

import dev.clipcoder.classify.Candidates;
import dev.clipcoder.classify.Classification;
import dev.clipcoder.classify.ClassifyRequest;
import dev.clipcoder.classify.ClassifyResult;
import dev.clipcoder.classify.ClassifyService;
import dev.clipcoder.classify.Subject;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers clients of Hugging Face's zero-shot classification of pictures as that service does. */
@RestController
@Tag(name = "drop-ins")
class ZeroShotController {

  private final DropInBodies bodies;
  private final RequestLimits limits;
  private final ClassifyService service;

  ZeroShotController(DropInBodies bodies, RequestLimits limits, ClassifyService service) {
    this.bodies = bodies;
    this.limits = limits;
    this.service = service;
  }

  @ZeroShotOperation
  @PostMapping(
      path = "/v1/zero-shot-image-classification",
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<List<ZeroShotLabel>> classify(HttpServletRequest request) {
    ZeroShotInputs inputs =
        ZeroShotInputs.of(bodies.read(request, 1, ZeroShotOperation.EXAMPLE), limits);
    Candidates candidates = new Candidates.AdHoc(inputs.labels(), inputs.template(), true);
    ClassifyRequest task = new ClassifyRequest(
        new Subject.Picture(inputs.image(), List.of()),
        candidates,
        inputs.labels().size());
    RequestMetrics.candidates(request, candidates);
    ClassifyResult result = service.classify(task, ConnectedCaller.ofCurrentRequest());
    RequestMetrics.method(request, result.method());
    return ResponseEntity.ok()
        .header(ServerTiming.HEADER, ServerTiming.of(result.timings()))
        .headers(CacheHeader.of(result.cacheUse()))
        .body(labels(result.classifications().getFirst()));
  }

  /** As the pipeline of that name does: matches where the model has a sigmoid, the softmax elsewhere. */
  private static List<ZeroShotLabel> labels(Classification classification) {
    return classification.predictions().stream()
        .map(ZeroShotLabel::of)
        .sorted(Comparator.comparingDouble(ZeroShotLabel::score).reversed())
        .toList();
  }
}
