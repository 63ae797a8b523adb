package dev.clipcoder.api;

import static dev.clipcoder.api.ClassifyMapper.word;

import dev.clipcoder.classify.Candidates;
import dev.clipcoder.classify.ClassifyRequest;
import dev.clipcoder.classify.ClassifyResult;
import dev.clipcoder.classify.ClassifyService;
import dev.clipcoder.classify.Method;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ClassifyController {

  private final SubmissionReader submissions;
  private final ClassifyMapper mapper;
  private final ClassifyService service;
  private final ClassifyResponses responses;

  ClassifyController(
      SubmissionReader submissions,
      ClassifyMapper mapper,
      ClassifyService service,
      ClassifyResponses responses) {
    this.submissions = submissions;
    this.mapper = mapper;
    this.service = service;
    this.responses = responses;
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
        .body(responses.of(task.candidates(), result, withEmbedding));
  }

  /** The method, where it is known before the label set is. */
  private static Optional<Method> asked(Candidates candidates) {
    return switch (candidates) {
      case Candidates.AdHoc _ -> Optional.of(Method.CLIP);
      case Candidates.OfSet set -> Optional.ofNullable(set.method());
    };
  }
}
