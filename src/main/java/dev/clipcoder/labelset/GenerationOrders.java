package dev.clipcoder.labelset;

import dev.clipcoder.coder.ClassPair;
import dev.clipcoder.coder.TextKind;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.textgen.ClassName;
import dev.clipcoder.textgen.PhraseEncoder;
import dev.clipcoder.textgen.TextGenProperties;
import dev.clipcoder.textgen.TextOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes an order of texts out of a request and a definition: which classes, and which pairs of them. */
final class GenerationOrders {

  private final LabelSetPairs pairs;
  private final PhraseEncoder encoder;
  private final TextGenProperties properties;

  GenerationOrders(LabelSetPairs pairs, PhraseEncoder encoder, TextGenProperties properties) {
    this.pairs = pairs;
    this.encoder = encoder;
    this.properties = properties;
  }

  TextOrder of(LabelSetVersion version, GenerationRequest request) throws InterruptedException {
    return order(
        version.definition(),
        request.kinds(),
        request.perClass(),
        pairs(version, request.pairs()),
        properties.perPair());
  }

  static TextOrder order(
      LabelSetDefinition definition,
      Set<TextKind> kinds,
      int perClass,
      List<ClassPair> pairs,
      int perPair) {
    List<ClassName> classes = definition.classes().stream()
        .map(one -> new ClassName(one.label(), one.name()))
        .toList();
    return new TextOrder(classes, definition.domain(), kinds, perClass, pairs, perPair);
  }

  private List<ClassPair> pairs(LabelSetVersion version, PairChoice choice)
      throws InterruptedException {
    return switch (choice) {
      case PairChoice.None _ -> List.of();
      case PairChoice.Missing _ -> missing(version);
      case PairChoice.Nearest nearest ->
        NearestPairs.of(ClassVectors.of(version.definition(), encoder), nearest.pairs());
    };
  }

  private List<ClassPair> missing(LabelSetVersion version) {
    Map<String, Integer> indexes = new HashMap<>();
    for (LabelClass one : version.definition().classes()) {
      indexes.put(one.label(), indexes.size());
    }
    LabelSetReference pinned = new LabelSetReference(version.id(), version.version());
    return pairs.missing(pinned).pairs().stream()
        .limit(properties.maxPairs())
        .map(pair -> ClassPair.of(
            Objects.requireNonNull(indexes.get(pair.label())),
            Objects.requireNonNull(indexes.get(pair.other()))))
        .toList();
  }
}
