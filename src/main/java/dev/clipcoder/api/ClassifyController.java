package dev.clipcoder.api;

import dev.clipcoder.classify.ClassifyRequest;
import dev.clipcoder.classify.ClassifyResult;
import dev.clipcoder.classify.ClassifyService;
import jakarta.servlet.http.HttpServletRequest;
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
    return classify(request, submissions.read(request, ClassifyOptions.class, 1));
  }

  @FewShotOperation
  @PostMapping(path = "/few-shot/classify", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ClassifyResponse> classifyByExamples(HttpServletRequest request) {
    Submission<ClassifyOptions> submission = submissions.read(request, ClassifyOptions.class, 1);
    if (submission.options().supportSet() == null) {
      throw ErrorSentences.malformed(
          "supportSet",
          "'supportSet' is missing: by whose examples? `-F supportSet=ripeness`. Classification by labels is POST /classify.");
    }
    return classify(request, submission);
  }

  private ResponseEntity<ClassifyResponse> classify(
      HttpServletRequest request, Submission<ClassifyOptions> submission) {
    ClassifyRequest task = mapper.map(submission);
    RequestMetrics.candidates(request, task.candidates());
    ClassifyResult result = service.classify(task, ConnectedCaller.ofCurrentRequest());
    RequestMetrics.method(request, result.method());
    boolean withEmbedding = mapper.wantsEmbedding(submission.options());
    return ResponseEntity.ok()
        .header(ServerTiming.HEADER, ServerTiming.of(result.timings()))
        .headers(CacheHeader.of(result.cacheUse()))
        .body(responses.of(task.candidates(), result, withEmbedding));
  }
}
