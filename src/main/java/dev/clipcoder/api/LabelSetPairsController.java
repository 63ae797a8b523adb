package dev.clipcoder.api;

import dev.clipcoder.labelset.LabelSetPairs;
import dev.clipcoder.labelset.LabelSetReference;
import dev.clipcoder.labelset.PairCoverage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "label sets")
class LabelSetPairsController {

  private final LabelSetPairs pairs;

  LabelSetPairsController(LabelSetPairs pairs) {
    this.pairs = pairs;
  }

  @Operation(
      operationId = "listLabelSetPairs",
      summary = "The pairs of classes with one-to-one texts, or those that lack some",
      description =
          "With `missing=true` the pairs that met among the candidates of a rerank and lack texts in one direction or both, those that met most often first. Otherwise the pairs with texts, in the order of the definition: of the version that is served, or of the one that is pinned as in `pets@3`.")
  @GetMapping(path = "/label-sets/{id}/pairs", produces = MediaType.APPLICATION_JSON_VALUE)
  PairList pairs(
      @PathVariable String id,
      @RequestParam(defaultValue = "false") boolean missing,
      @RequestParam(defaultValue = "0") int cursor,
      @RequestParam(defaultValue = "100") int limit) {
    Pages.requireLimit(limit);
    LabelSetReference reference = LabelSetReference.parse(id);
    LabelSetPairs.Listing listing = missing ? pairs.missing(reference) : pairs.withTexts(reference);
    List<PairCoverage> all = listing.pairs();
    int from = Math.clamp(cursor, 0, all.size());
    int to = Math.min(all.size() - from, limit) + from;
    return new PairList(
        listing.version().version(),
        all.subList(from, to).stream().map(PairList.Item::of).toList(),
        to < all.size() ? to : null);
  }
}
