package dev.clipcoder.model;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One object of {@code config.json}. Published configurations are sparse: what they leave out has the default of
 * transformers' configuration class.
 */
record ConfigSection(String path, JsonNode node) {

  /** No tower is larger in any direction; a bound keeps hostile products within a long. */
  private static final int LARGEST = 10_000_000;

  static ConfigSection root(JsonNode config) {
    return new ConfigSection("", config);
  }

  /**
   * The named section. Where its legacy form is there as well, that one counts alone, filled from the defaults:
   * so transformers reads it.
   */
  ConfigSection section(String name, String legacyName) {
    JsonNode section = node.path(legacyName).isObject() ? node.path(legacyName) : node.path(name);
    if (!isAbsent(section) && !section.isObject()) {
      throw invalid(name, section, "an object");
    }
    return new ConfigSection(path + name + ".", section);
  }

  int positive(String key, int defaultValue) {
    int value = notNegative(key, defaultValue);
    if (value == 0) {
      throw invalid(key, value, "a whole number from 1 to " + LARGEST);
    }
    return value;
  }

  int notNegative(String key, int defaultValue) {
    JsonNode value = node.path(key);
    if (isAbsent(value)) {
      return defaultValue;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.asInt() < 0
        || value.asInt() > LARGEST) {
      throw invalid(key, value, "a whole number from 0 to " + LARGEST);
    }
    return value.asInt();
  }

  double fraction(String key, double defaultValue) {
    JsonNode value = node.path(key);
    if (isAbsent(value)) {
      return defaultValue;
    }
    if (!value.isNumber() || !(value.asDouble() > 0 && value.asDouble() < 1)) {
      throw invalid(key, value, "a number between 0 and 1");
    }
    return value.asDouble();
  }

  String choice(String key, String defaultValue, String... choices) {
    JsonNode value = node.path(key);
    String choice = isAbsent(value) ? defaultValue : value.asString("");
    if (!List.of(choices).contains(choice)) {
      throw invalid(key, value, "one of " + List.of(choices));
    }
    return choice;
  }

  void require(String key, int defaultValue, int required) {
    int value = notNegative(key, defaultValue);
    if (value != required) {
      throw invalid(key, value, String.valueOf(required));
    }
  }

  CheckpointException invalid(String key, Object found, String expected) {
    return new CheckpointException(
        "config.json: %s%s is %s; expected %s.".formatted(path, key, found, expected));
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
