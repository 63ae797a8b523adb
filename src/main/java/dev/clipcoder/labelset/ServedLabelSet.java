package dev.clipcoder.labelset;

import dev.clipcoder.model.ModelDescription;
import java.time.Instant;
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
}
