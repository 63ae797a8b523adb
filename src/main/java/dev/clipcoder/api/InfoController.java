package dev.clipcoder.api;

import dev.clipcoder.encoder.BatchingProperties;
import dev.clipcoder.fewshot.SupportSets;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.model.ModelDescription;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class InfoController {

  /** More than anybody reads. */
  private static final int MOST_SETS = 1000;

  private final InfoResponse info;
  private final LabelSets sets;
  private final SupportSets supportSets;

  InfoController(
      LabelSets sets,
      SupportSets supportSets,
      ModelDescription model,
      RequestLimits requests,
      BodyBudget bodies,
      ImageReader reader,
      @Value("${clipcoder.images.max-bytes}") DataSize maxImageBytes,
      @Value("${clipcoder.images.max-pixels}") long maxImagePixels,
      BatchingProperties batching,
      ObjectProvider<BuildProperties> build) {
    this.sets = sets;
    this.supportSets = supportSets;
    this.info = new InfoResponse(
        model(model),
        new InfoResponse.Images(reader.rules().mode().label(), reader.rules().upright()),
        new InfoResponse.Limits(
            maxImageBytes.toBytes(),
            maxImagePixels,
            bodies.maxBodyBytes(),
            requests.maxLabels(),
            requests.maxRegions(),
            requests.maxImages(),
            requests.maxBatchImages(),
            requests.maxTexts(),
            requests.maxTextLength(),
            batching.maxBatch(),
            batching.maxPending(),
            batching.deadline().toMillis()),
        new InfoResponse.Build(version(build.getIfAvailable())),
        List.of(),
        List.of(),
        Warnings.ofService(model));
  }

  @Operation(
      summary = "What this service is",
      description = "The loaded model, the limits, the build, and what is not ready yet.")
  @Tag(name = "operations")
  @GetMapping(path = "/info", produces = MediaType.APPLICATION_JSON_VALUE)
  InfoResponse info() {
    return info.with(
        sets.unready(MOST_SETS).stream().map(InfoResponse.SetNotReady::of).toList(),
        supportSets.unready(MOST_SETS).stream()
            .map(InfoResponse.SupportSetNotReady::of)
            .toList());
  }

  private static InfoResponse.Model model(ModelDescription model) {
    return new InfoResponse.Model(
        model.id(),
        model.fingerprint(),
        model.family(),
        model.dimension(),
        model.imageSize(),
        model.contextLength(),
        model.logitScale(),
        model.logitBias(),
        model.precision(),
        model.device(),
        model.threads(),
        InfoResponse.PrecisionCheck.of(model.precisionReport()));
  }

  private static String version(@Nullable BuildProperties build) {
    String version = build == null ? null : build.getVersion();
    return version == null ? "development" : version;
  }
}
