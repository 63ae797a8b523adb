package dev.clipcoder.api;

import dev.clipcoder.labelset.LabelSetQualities;
import dev.clipcoder.labelset.LabelSetQuality;
import dev.clipcoder.labelset.LabelSetReference;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "label sets")
class LabelSetQualityController {

  private final LabelSetQualities qualities;

  LabelSetQualityController(LabelSetQualities qualities) {
    this.qualities = qualities;
  }

  @Operation(
      operationId = "getLabelSetQuality",
      summary = "How good the texts of a label set are",
      description =
          "What can be told without pictures, of the version that is served, or of the one that is pinned as in `pets@3`: texts by class and kind, how many the model cuts off, how much the texts of a class are the same to it, and which class each is most easily taken for. `items` are the classes.")
  @GetMapping(path = "/label-sets/{id}/quality", produces = MediaType.APPLICATION_JSON_VALUE)
  QualityResponse quality(
      @PathVariable String id,
      @RequestParam(defaultValue = "0") int cursor,
      @RequestParam(defaultValue = "100") int limit)
      throws InterruptedException {
    Page.requireLimit(limit);
    LabelSetQuality quality = qualities.of(LabelSetReference.parse(id));
    return QualityResponse.of(quality, Page.of(quality.classes(), cursor, limit));
  }
}
