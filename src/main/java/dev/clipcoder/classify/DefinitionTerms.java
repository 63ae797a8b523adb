package dev.clipcoder.classify;

import dev.clipcoder.coder.Background;
import dev.clipcoder.coder.CoderOptions;
import dev.clipcoder.coder.DecisionRule;
import dev.clipcoder.coder.KindWeights;
import dev.clipcoder.coder.RerankMode;
import dev.clipcoder.coder.RerankOptions;
import dev.clipcoder.coder.Thresholds;
import dev.clipcoder.labelset.LabelSetDefinition;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a definition says, in the terms of CODER: labels are class indices. */
record DefinitionTerms(LabelSetDefinition definition) {

  CoderOptions options() {
    LabelSetDefinition.KindWeights weights = definition.kindWeights();
    return new CoderOptions(
        new KindWeights(weights.name(), weights.attribute(), weights.analogous()),
        definition.classNorm());
  }

  Background background() {
    List<LabelClass> classes = definition.classes();
    return Background.of(
        IntStream.range(0, classes.size()).filter(i -> classes.get(i).background()));
  }

  DecisionRule rule() {
    return switch (definition.decision().mode()) {
      case SINGLE -> new DecisionRule.Single(thresholds());
      case MULTI -> new DecisionRule.Multi(thresholds());
    };
  }

  private Thresholds thresholds() {
    Map<String, Double> byLabel = definition.decision().thresholds();
    Map<Integer, Double> byClass = new HashMap<>();
    for (int i = 0; i < definition.classes().size(); i++) {
      Double threshold = byLabel.get(definition.classes().get(i).label());
      if (threshold != null) {
        byClass.put(i, threshold);
      }
    }
    return new Thresholds(definition.decision().threshold(), byClass);
  }

  RerankOptions rerank() {
    LabelSetDefinition.Rerank rerank = definition.rerank();
    return new RerankOptions(
        rerank.gap(),
        rerank.candidates(),
        switch (rerank.mode()) {
          case REPLACE -> RerankMode.REPLACE;
          case FUSED -> RerankMode.FUSED;
        },
        rerank.lambda());
  }
}
