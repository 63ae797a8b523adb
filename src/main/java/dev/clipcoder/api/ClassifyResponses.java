package dev.clipcoder.api;

import dev.clipcoder.api.ClassifyDetails.Explanation;
import dev.clipcoder.api.ClassifyDetails.LabelSetUsed;
import dev.clipcoder.api.ClassifyDetails.Rerank;
import dev.clipcoder.api.ClassifyDetails.SupportSetUsed;
import dev.clipcoder.api.ClassifyResponse.Prediction;
import dev.clipcoder.api.ClassifyResponse.RegionResult;
import dev.clipcoder.classify.Candidates;
import dev.clipcoder.classify.Classification;
import dev.clipcoder.classify.ClassifyResult;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.model.ModelDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What classifications look like as an answer. */
@Component
final class ClassifyResponses {

  private final ModelDescription model;

  ClassifyResponses(ModelDescription model) {
    this.model = model;
  }

  ClassifyResponse of(Candidates candidates, ClassifyResult result, boolean withEmbedding) {
    List<String> warnings = Warnings.of(model, candidates, result);
    ModelReference reference = ModelReference.of(model);
    String method = result.method();
    LabelSetUsed labelSet = LabelSetUsed.of(result.labelSet());
    SupportSetUsed supportSet = SupportSetUsed.of(result.supportSet());
    Classification first = result.classifications().getFirst();
    if (first.region() != null) {
      List<RegionResult> results = result.classifications().stream()
          .map(classification -> regionResult(classification, withEmbedding))
          .toList();
      return new ClassifyResponse.ByRegion(
          results, method, labelSet, supportSet, reference, false, warnings);
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
        supportSet,
        reference,
        false,
        warnings);
  }

  private static RegionResult regionResult(Classification classification, boolean withEmbedding) {
    return new RegionResult(
        RegionSides.of(classification.region()),
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

  private static @Nullable Embedding embedding(Classification classification, boolean wanted) {
    return wanted ? classification.embedding() : null;
  }
}
