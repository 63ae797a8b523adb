package dev.clipcoder.api;

import dev.clipcoder.api.ClassifyDetails.LabelSetUsed;
import dev.clipcoder.api.CoderResponse.PairText;
import dev.clipcoder.api.CoderResponse.RegionVector;
import dev.clipcoder.classify.CoderRequest;
import dev.clipcoder.classify.CoderResult;
import dev.clipcoder.classify.CoderService;
import dev.clipcoder.classify.SelectedTexts;
import dev.clipcoder.model.ModelDescription;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CoderController {

  /** For answers as npy, which have no other place for it. */
  private static final String BANK_HEADER = "X-Bank-Sha256";

  private final SubmissionReader submissions;
  private final CoderMapper mapper;
  private final CoderService service;
  private final ModelDescription model;

  CoderController(
      SubmissionReader submissions,
      CoderMapper mapper,
      CoderService service,
      ModelDescription model) {
    this.submissions = submissions;
    this.mapper = mapper;
    this.service = service;
    this.model = model;
  }

  @CoderOperation
  @PostMapping(
      path = "/coder",
      produces = {MediaType.APPLICATION_JSON_VALUE, NpyConverter.MEDIA_TYPE_VALUE})
  ResponseEntity<CoderResponse> describe(HttpServletRequest request) {
    Submission<CoderQuery> submission = submissions.read(request, CoderQuery.class, 1);
    CoderRequest task = mapper.map(submission);
    RequestMetrics.vector(request);
    RequestMetrics.labelSet(request, task.labelSet().id());
    CoderResult result = service.describe(task, ConnectedCaller.ofCurrentRequest());
    return ResponseEntity.ok()
        .header(ServerTiming.HEADER, ServerTiming.of(result.timings()))
        .headers(CacheHeader.of(result.cacheUse()))
        .header(BANK_HEADER, result.bankSha256())
        .body(response(task, result));
  }

  private CoderResponse response(CoderRequest task, CoderResult result) {
    CoderResult.Described first = result.vectors().getFirst();
    int dimensions = first.vector().dimensions();
    @Nullable List<Integer> ids = task.compact() ? null : textIds(result.texts());
    @Nullable List<PairText> texts = task.compact() ? null : pairTexts(result.texts());
    LabelSetUsed used = LabelSetUsed.ofVersion(result.labelSet());
    ModelReference reference = ModelReference.of(model);
    List<String> warnings = Warnings.ofTexts(model, task.labelSet(), result.truncated());
    if (first.region() == null) {
      return new CoderResponse.Whole(
          first.vector(), dimensions, ids, texts, used, result.bankSha256(), reference, warnings);
    }
    List<RegionVector> results = result.vectors().stream()
        .map(one -> new RegionVector(RegionSides.of(one.region()), one.vector()))
        .toList();
    return new CoderResponse.ByRegion(
        results, dimensions, ids, texts, used, result.bankSha256(), reference, warnings);
  }

  private static @Nullable List<Integer> textIds(SelectedTexts texts) {
    return texts instanceof SelectedTexts.Rows rows && !rows.all() ? rows.rows() : null;
  }

  private static @Nullable List<PairText> pairTexts(SelectedTexts texts) {
    return texts instanceof SelectedTexts.OfPair pair
        ? IntStream.range(0, pair.texts().size())
            .mapToObj(i -> new PairText(
                i < pair.split() ? pair.label() : pair.other(),
                pair.texts().get(i).text()))
            .toList()
        : null;
  }
}
