package dev.clipcoder.labelset;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The members of a JSON object that somebody else wrote. What is absent or null has its default; what has the wrong
 * type is a problem and has its default too, so that reading goes on and finds the rest.
 */
final class Fields {

  private final @Nullable JsonNode object;
  private final String path;
  private final ProblemList problems;

  private Fields(@Nullable JsonNode object, String path, ProblemList problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
  }

  static Fields of(@Nullable JsonNode node, String path, Set<String> known, ProblemList problems) {
    if (node == null || node.isNull()) {
      return new Fields(null, path, problems);
    }
    if (!node.isObject()) {
      problems.add(path, "Expected a JSON object.");
      return new Fields(null, path, problems);
    }
    Fields fields = new Fields(node, path, problems);
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        problems.add(
            fields.at(name),
            "Unknown member; known are %s."
                .formatted(String.join(", ", new java.util.TreeSet<>(known))));
      }
    }
    return fields;
  }

  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  Fields object(String name, Set<String> known) {
    return of(get(name), at(name), known, problems);
  }

  @Nullable
  JsonNode get(String name) {
    JsonNode value = object == null ? null : object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  @Nullable
  String text(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      problems.add(at(name), "Expected a string.");
      return null;
    }
    return normalized(value.stringValue());
  }

  boolean flag(String name, boolean fallback) {
    JsonNode value = get(name);
    if (value != null && !value.isBoolean()) {
      problems.add(at(name), "Expected true or false.");
      return fallback;
    }
    return value == null ? fallback : value.booleanValue();
  }

  double number(String name, double fallback) {
    Double number = number(name);
    return number == null ? fallback : number;
  }

  @Nullable
  Double number(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      problems.add(at(name), "Expected a number.");
      return null;
    }
    return value.doubleValue();
  }

  int count(String name, int fallback) {
    JsonNode value = get(name);
    if (value == null) {
      return fallback;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      problems.add(at(name), "Expected a whole number.");
      return fallback;
    }
    return value.intValue();
  }

  List<JsonNode> list(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      problems.add(at(name), "Expected a JSON array.");
      return List.of();
    }
    return List.copyOf(value.values());
  }

  List<String> texts(String name, List<String> fallback) {
    return get(name) == null ? fallback : texts(list(name), at(name), problems);
  }

  static List<String> texts(List<JsonNode> values, String path, ProblemList problems) {
    List<String> texts = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      JsonNode value = values.get(i);
      if (value.isString()) {
        texts.add(normalized(value.stringValue()));
      } else {
        problems.add("%s[%d]".formatted(path, i), "Expected a string.");
      }
    }
    return texts;
  }

  static String normalized(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
  }
}
