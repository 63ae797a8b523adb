package dev.clipcoder.api;

import static dev.clipcoder.api.ClassifyMapper.word;

import dev.clipcoder.api.ClassifyDetails.Explanation;
import dev.clipcoder.api.ClassifyDetails.LabelSetUsed;
import dev.clipcoder.api.ClassifyDetails.Rerank;
import dev.clipcoder.api.ClassifyResponse.Prediction;
import dev.clipcoder.api.ClassifyResponse.RegionResult;
import dev.clipcoder.classify.Candidates;
import dev.clipcoder.classify.Classification;
import dev.clipcoder.classify.ClassifyRequest;
import dev.clipcoder.classify.ClassifyResult;
import dev.clipcoder.classify.ClassifyService;
import dev.clipcoder.classify.Method;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.Region;
import dev.clipcoder.model.ModelDescription;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
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
    asked(task.candidates()).ifPresent(method -> RequestMetrics.method(request, word(method)));
    if (task.candidates() instanceof Candidates.OfSet set) {
      RequestMetrics.labelSet(request, set.reference().id());
    }
    ClassifyResult result = service.classify(task, ConnectedCaller.ofCurrentRequest());
    RequestMetrics.method(request, word(result.method()));
    boolean withEmbedding = mapper.wantsEmbedding(submission.options());
    return ResponseEntity.ok()
        .header(ServerTiming.HEADER, ServerTiming.of(result.timings()))
        .body(response(task, result, withEmbedding));
  }

  /** The method, where it is known before the label set is. */
  private static Optional<Method> asked(Candidates candidates) {
    return switch (candidates) {
      case Candidates.AdHoc _ -> Optional.of(Method.CLIP);
      case Candidates.OfSet set -> Optional.ofNullable(set.method());
    };
  }

  private ClassifyResponse response(
      ClassifyRequest task, ClassifyResult result, boolean withEmbedding) {
    List<String> warnings = Warnings.of(model, task, result);
    ModelReference reference = ModelReference.of(model);
    String method = word(result.method());
    LabelSetUsed labelSet = LabelSetUsed.of(result.labelSet());
    Classification first = result.classifications().getFirst();
    if (first.region() != null) {
      List<RegionResult> results = result.classifications().stream()
          .map(classification -> regionResult(classification, withEmbedding))
          .toList();
      return new ClassifyResponse.ByRegion(results, method, labelSet, reference, false, warnings);
    }
    return new ClassifyResponse.Whole(
        first.label(),
        first.reason() == null,
        reason(first),
        several(first),
        Prediction.of(first),
        Rerank.of(first),
        Explanation.of(first),
        embedding(first, withEmbedding),
        method,
        labelSet,
        reference,
        false,
        warnings);
  }

  private static RegionResult regionResult(Classification classification, boolean withEmbedding) {
    return new RegionResult(
        sides(classification.region()),
        classification.label(),
        classification.reason() == null,
        reason(classification),
        several(classification),
        Prediction.of(classification),
        Rerank.of(classification),
        Explanation.of(classification),
        embedding(classification, withEmbedding));
  }

  private static @Nullable String reason(Classification classification) {
    return switch (classification.reason()) {
      case BACKGROUND -> "background";
      case BELOW_THRESHOLD -> "below-threshold";
      case null -> null;
    };
  }

  private static @Nullable List<String> several(Classification classification) {
    return classification.several() ? classification.labels() : null;
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
