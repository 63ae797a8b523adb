package dev.clipcoder.model;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One object of a configuration file. Published configurations are sparse: what they leave out has the default of
 * the configuration class of the library that wrote them.
 *
 * @param file the file's name, for messages
 * @param path the keys that lead here, each with a dot behind it
 */
record ConfigSection(String file, String path, JsonNode node) {

  /** No tower is larger in any direction; a bound keeps hostile products within a long. */
  private static final int LARGEST = 10_000_000;

  /** The largest published models have 64. */
  private static final int MOST_LAYERS = 1000;

  static ConfigSection root(String file, JsonNode config) {
    return new ConfigSection(file, "", config);
  }

  /** The named section, which must be there. */
  ConfigSection section(String name) {
    JsonNode section = node.path(name);
    if (!section.isObject()) {
      throw invalid(name, section.isMissingNode() ? "missing" : section, "an object");
    }
    return new ConfigSection(file, path + name + ".", section);
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
    return new ConfigSection(file, path + name + ".", section);
  }

  /** The named section; everything has its default where it is missing. */
  ConfigSection sparse(String name) {
    return section(name, name);
  }

  /** How many layers a tower has: each is a list of tensors in memory. */
  int layers(String key, int defaultValue) {
    int value = positive(key, defaultValue);
    if (value > MOST_LAYERS) {
      throw invalid(key, value, "at most " + MOST_LAYERS);
    }
    return value;
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
    if (!value.isNumber() || !(value.asDouble(Double.NaN) > 0 && value.asDouble(Double.NaN) < 1)) {
      throw invalid(key, value, "a number between 0 and 1");
    }
    return value.asDouble(Double.NaN);
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

  /** A whole number, or a list of the same one twice, as sides of a square are written. */
  int square(String key, int defaultValue) {
    JsonNode value = node.path(key);
    if (value.isArray() && value.size() == 2 && value.get(0).equals(value.get(1))) {
      return new ConfigSection(
              file, path, JsonNodeFactory.instance.objectNode().set(key, value.get(0)))
          .positive(key, defaultValue);
    }
    return positive(key, defaultValue);
  }

  /** A factor of sizes. */
  double ratio(String key, double defaultValue) {
    JsonNode value = node.path(key);
    if (isAbsent(value)) {
      return defaultValue;
    }
    if (!value.isNumber()
        || !(value.asDouble(Double.NaN) >= 0.01 && value.asDouble(Double.NaN) <= 100)) {
      throw invalid(key, value, "a number from 0.01 to 100");
    }
    return value.asDouble(Double.NaN);
  }

  boolean flag(String key, boolean defaultValue) {
    JsonNode value = node.path(key);
    if (isAbsent(value)) {
      return defaultValue;
    }
    if (!value.isBoolean()) {
      throw invalid(key, value, "true or false");
    }
    return value.asBoolean();
  }

  boolean has(String key) {
    return !isAbsent(node.path(key));
  }

  CheckpointException invalid(String key, Object found, String expected) {
    return new CheckpointException(
        "%s: %s%s is %s; expected %s.".formatted(file, path, key, found, expected));
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
