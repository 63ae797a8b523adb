package dev.clipcoder.labelset;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Definitions for tests, from JSON with single quotes. */
final class Definitions {

  static final LabelSetLimits LIMITS = new LabelSetLimits(100, 1000, 200);

  private Definitions() {}

  static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }

  static LabelSetDefinition of(String text) {
    LabelSetDefinition definition = DefinitionReader.read(json(text), null);
    DefinitionRules.check(definition, LIMITS, false);
    return definition;
  }
}
