package dev.clipcoder.api;

import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.labelset.BankTexts.BankText;
import dev.clipcoder.labelset.BuildState;
import dev.clipcoder.labelset.ImportedTexts;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetReference;
import dev.clipcoder.labelset.LabelSetRegistry;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.ServedLabelSet;
import dev.clipcoder.textbank.TextStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "label sets")
class LabelSetTextsController {

  private final LabelSets sets;
  private final TextStore store;
  private final LabelSetRegistry registry;
  private final BuildAnswer builds;
  private final LabelSetBodies bodies;

  LabelSetTextsController(
      LabelSets sets,
      TextStore store,
      LabelSetRegistry registry,
      BuildAnswer builds,
      LabelSetBodies bodies) {
    this.sets = sets;
    this.store = store;
    this.registry = registry;
    this.builds = builds;
    this.bodies = bodies;
  }

  @LabelSetOperation.ImportTexts
  @PostMapping(path = "/label-sets/{id}/texts", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<TextImportStatus> importTexts(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String template,
      @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
      HttpServletRequest request)
      throws InterruptedException {
    Integer expected = ExpectedVersion.of(headers, () -> sets.latest(id).version());
    ImportedTexts imported = registry.importTexts(
        id, bodies.read(request, LabelSetBodies.LABEL_SET), template, expected);
    BuildState state = builds.await(imported.registration(), headers);
    return BuildAnswer.respond(imported.registration(), state)
        .body(TextImportStatus.of(imported, state));
  }

  @Operation(
      operationId = "listLabelSetTexts",
      summary = "The texts of a label set",
      description =
          "What its definition makes, in the order of the dimensions of its CODER vectors: of the version that is served, or of the one that is pinned as in `pets@3`. One-to-one texts are not among them.")
  @GetMapping(path = "/label-sets/{id}/texts", produces = MediaType.APPLICATION_JSON_VALUE)
  LabelSetTexts texts(
      @PathVariable String id,
      @RequestParam(defaultValue = "0") int cursor,
      @RequestParam(defaultValue = "100") int limit) {
    ServedLabelSet set = sets.serve(LabelSetReference.parse(id));
    Page<BankText> page = Page.of(set.texts().texts(), cursor, limit);
    List<LabelSetTexts.Item> items = page.items().isEmpty() ? List.of() : items(set, page);
    return new LabelSetTexts(set.version().version(), items, page.next());
  }

  private List<LabelSetTexts.Item> items(ServedLabelSet set, Page<BankText> page) {
    List<BankText> texts = page.items();
    List<EncodedText> encoded = store.load(texts.stream().map(BankText::text).toList());
    List<LabelClass> classes = set.version().definition().classes();
    return IntStream.range(0, texts.size())
        .mapToObj(i -> LabelSetTexts.Item.of(
            page.from() + i,
            texts.get(i),
            classes.get(texts.get(i).classIndex()).label(),
            encoded.get(i),
            set.version().provenance().origin(texts.get(i).said())))
        .toList();
  }
}
