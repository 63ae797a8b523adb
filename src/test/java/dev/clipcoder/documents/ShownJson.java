package dev.clipcoder.documents;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as a document shows it: one value or several, shortened by {@code …}. As an element it stands for any number of
 * elements, as a member for further members, as a value for any, and in a string for any characters.
 *
 * <p>Whole numbers are exact. Others may be rounded: they differ by at most half a unit of the last digit that is shown,
 * and by what other processors compute otherwise.
 */
final class ShownJson {

  /** What a processor with other instructions may add to a probability, and that only. */
  private static final BigDecimal NOISE = new BigDecimal("0.00002");

  private static final String ANY = "…";

  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .build();

  private final List<String> differences = new ArrayList<>();

  private ShownJson() {}

  /** In what a real answer is not the one that is shown; empty if it is. */
  static List<String> differences(String shown, String actual) {
    List<JsonNode> values;
    try {
      values = values(actual);
    } catch (JacksonException e) {
      return List.of("no JSON came, but: " + actual.strip());
    }
    ShownJson comparison = new ShownJson();
    comparison.list("answer", values(quoted(shown)), values);
    return comparison.differences;
  }

  private static List<JsonNode> values(String text) {
    try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
      return values.readAll();
    }
  }

  /** Puts quotes around each {@code …} that stands by itself, and makes a member of it where members stand. */
  private static String quoted(String shown) {
    StringBuilder json = new StringBuilder();
    StringBuilder open = new StringBuilder("[");
    boolean text = false;
    char last = ',';
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      if (text) {
        json.append(c);
        if (c == '\\') {
          json.append(shown.charAt(++i));
        }
        text = c != '"';
        continue;
      }
      switch (c) {
        case '{', '[' -> open.append(c);
        case '}', ']' -> open.setLength(open.length() - 1);
        case '"' -> text = true;
        default -> {}
      }
      boolean member = open.charAt(open.length() - 1) == '{' && last != ':';
      json.append(c == '…' ? (member ? "\"…\": \"…\"" : "\"…\"") : String.valueOf(c));
      last = Character.isWhitespace(c) ? last : c;
    }
    return json.toString();
  }

  private static boolean isAny(JsonNode shown) {
    return shown.isString() && shown.stringValue().equals(ANY);
  }

  private void list(String path, List<JsonNode> shown, List<JsonNode> actual) {
    long gaps = shown.stream().filter(ShownJson::isAny).count();
    if (gaps > 1) {
      throw new IllegalArgumentException(path + ": at most one … in a list");
    }
    boolean whole = gaps == 0;
    if (whole ? actual.size() != shown.size() : actual.size() < shown.size() - 1) {
      differences.add("%s: %d shown, %d came: %s"
          .formatted(path, shown.size() - gaps, actual.size(), excerpt(actual)));
      return;
    }
    boolean behind = false;
    for (int i = 0; i < shown.size(); i++) {
      if (isAny(shown.get(i))) {
        behind = true;
      } else {
        int at = behind ? actual.size() - shown.size() + i : i;
        value(path + "[" + at + "]", shown.get(i), actual.get(at));
      }
    }
  }

  private void value(String path, JsonNode shown, JsonNode actual) {
    if (isAny(shown)) {
      return;
    }
    if (shown.isObject() && actual.isObject()) {
      members(path, shown, actual);
    } else if (shown.isArray() && actual.isArray()) {
      list(path, shown.valueStream().toList(), actual.valueStream().toList());
    } else if (!matches(shown, actual)) {
      differences.add("%s: %s shown, %s came".formatted(path, shown, excerpt(List.of(actual))));
    }
  }

  private void members(String path, JsonNode shown, JsonNode actual) {
    for (String name : shown.propertyNames()) {
      if (name.equals(ANY)) {
        continue;
      }
      if (actual.has(name)) {
        value(path + "." + name, shown.path(name), actual.path(name));
      } else {
        differences.add(
            "%s: there is no '%s' in %s".formatted(path, name, excerpt(List.of(actual))));
      }
    }
    if (!shown.has(ANY)) {
      actual.propertyNames().stream()
          .filter(name -> !shown.has(name))
          .forEach(name -> differences.add("%s: '%s' came and is not shown".formatted(path, name)));
    }
  }

  private static boolean matches(JsonNode shown, JsonNode actual) {
    if (shown.isString() && actual.isString()) {
      return glob(shown.stringValue()).matcher(actual.stringValue()).matches();
    }
    if (shown.isNumber() && actual.isNumber()) {
      return near(shown.decimalValue(), actual.decimalValue());
    }
    return shown.equals(actual);
  }

  private static boolean near(BigDecimal shown, BigDecimal actual) {
    if (shown.scale() <= 0) {
      return shown.compareTo(actual) == 0;
    }
    BigDecimal half = BigDecimal.valueOf(5, shown.scale() + 1);
    return shown.subtract(actual).abs().compareTo(half.add(NOISE)) <= 0;
  }

  private static Pattern glob(String shown) {
    return Pattern.compile(
        Stream.of(shown.split(ANY, -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }

  private static String excerpt(List<JsonNode> values) {
    String text = values.stream().map(JsonNode::toString).collect(Collectors.joining(" "));
    return text.length() <= 600 ? text : text.substring(0, 600) + ANY;
  }
}
