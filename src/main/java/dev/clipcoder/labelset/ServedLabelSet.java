package dev.clipcoder.labelset;

import dev.clipcoder.coder.ClassPair;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetDefinition.Texts;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textgen.Generation;
import dev.clipcoder.textgen.GenerationProgress;
import dev.clipcoder.textgen.PhraseEncoder;
import dev.clipcoder.textgen.TextGenProperties;
import dev.clipcoder.textgen.TextGenerator;
import dev.clipcoder.textgen.TextOrder;
import dev.clipcoder.textgen.TextSource;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A version that can serve: what it says, and the texts that makes, all of which are stored or can be encoded.
 */
public record ServedLabelSet(LabelSetVersion version, BankTexts texts) {

  /**
   * A set that is not registered, by the same rules as one that is; its version is 0 and nothing of it is stored.
   *
   * @param json a definition or a published descriptor file
   * @param template how to read the strings of a descriptor file; null for the default
   * @throws InvalidDefinitionException if it cannot be read, or says something impossible
   */
  public static ServedLabelSet unregistered(
      String id,
      JsonNode json,
      @Nullable String template,
      LabelSetLimits limits,
      ModelDescription model) {
    LabelSetDefinition definition = DefinitionReader.read(json, template);
    DefinitionRules.check(definition, limits, LabelSetRegistry.hasSigmoid(model));
    return unregistered(id, definition);
  }

  private static ServedLabelSet unregistered(String id, LabelSetDefinition definition) {
    LabelSetVersion version = new LabelSetVersion(
        id,
        0,
        definition,
        BuildState.READY,
        "",
        null,
        Provenance.of(definition, new Origin(Origin.USER, Instant.EPOCH)),
        Instant.EPOCH);
    return new ServedLabelSet(version, Expansion.of(definition));
  }

  /** The same set with names only. */
  public ServedLabelSet withoutTexts() {
    LabelSetDefinition all = version.definition();
    List<LabelClass> classes = all.classes().stream()
        .map(one -> new LabelClass(one.label(), one.name(), one.background(), Texts.NONE))
        .toList();
    LabelSetDefinition names = new LabelSetDefinition(
        all.domain(),
        all.templates(),
        classes,
        List.of(),
        all.classNorm(),
        all.kindWeights(),
        all.decision(),
        all.rerank());
    return unregistered(version.id(), names);
  }

  /**
   * The same set with texts added, as an import adds them.
   *
   * @param json texts by class and pair, or a published descriptor file
   * @throws InvalidDefinitionException if a text or a class of it cannot be in this set
   */
  public ServedLabelSet withImported(JsonNode json, LabelSetLimits limits) {
    LabelSetDefinition definition =
        TextImport.of(version.definition(), json, null, limits).definition();
    return unregistered(version.id(), definition);
  }

  /**
   * The same set with generated texts added: of every kind, and one-to-one texts for as many of the nearest pairs as
   * there are classes.
   */
  public ServedLabelSet withGenerated(
      TextSource source, TextGenProperties properties, LabelSetLimits limits, PhraseEncoder encoder)
      throws InterruptedException {
    LabelSetDefinition definition = version.definition();
    List<ClassPair> pairs = NearestPairs.of(
        ClassVectors.of(definition, encoder), definition.classes().size());
    TextOrder order = GenerationOrders.order(
        definition,
        Set.copyOf(TextOrder.KINDS),
        properties.perClass(),
        pairs,
        properties.perPair());
    Generation generation =
        new TextGenerator(properties).generate(order, source, encoder, GenerationProgress.NONE);
    GrowingDefinition grown = new GrowingDefinition(definition);
    var _ = grown.add(order, generation.texts(), limits.maxTextLength());
    return unregistered(version.id(), grown.definition(definition.templates()));
  }
}
