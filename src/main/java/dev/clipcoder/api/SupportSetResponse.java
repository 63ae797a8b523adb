package dev.clipcoder.api;

import dev.clipcoder.fewshot.SupportSet;
import dev.clipcoder.fewshot.SupportSetDefinition;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** A support set as it stands. */
@Schema(name = "SupportSet")
record SupportSetResponse(
    @Schema(example = "ripeness") @NotNull String id,

    @Schema(description = "Counts every change; also the ETag", example = "7") @NotNull
    Integer version,

    @Schema(description = "As PUT takes it, in the long form") @NotNull
    SupportSetDefinition definition,

    @NotNull SupportSetResponse.Examples examples,
    @NotNull FitResponse fit) {

  /** How many examples there are. */
  @Schema(name = "ExampleCounts")
  record Examples(
      @NotNull Integer total,

      @Schema(
          description = "By class, in the order of the classes; background classes too",
          example = "{\"ripe\":5,\"unripe\":4}")
      @NotNull
      Map<String, Integer> perClass,

      @Schema(description = "Labels of examples that are no class any more: these do not count")
      @NotNull
      Map<String, Integer> orphaned,

      @Schema(description = "Bytes of the pictures that are kept") @NotNull
      Long keptBytes) {}

  static SupportSetResponse of(
      SupportSet set, Map<String, Integer> counts, List<String> labels, FitResponse fit) {
    SequencedMap<String, Integer> perClass = new LinkedHashMap<>();
    labels.forEach(label -> perClass.put(label, counts.getOrDefault(label, 0)));
    Map<String, Integer> orphaned = new TreeMap<>(counts);
    orphaned.keySet().removeAll(Set.copyOf(labels));
    return new SupportSetResponse(
        set.id(),
        set.version(),
        set.definition(),
        new Examples(set.examples(), perClass, orphaned, set.keptBytes()),
        fit);
  }
}
