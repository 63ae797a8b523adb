package dev.clipcoder.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/**
 * Makes one record of what came as JSON members and as parameters, since both have the same names. A name that is
 * no option is refused: a misspelt one would otherwise silently do nothing.
 */
@Component
final class OptionBinder {

  private static final List<CoercionInputShape> NO_TEXTS =
      List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean);

  private final JsonMapper json;
  private final JsonObjects objects;

  OptionBinder(JsonMapper json) {
    this.json = json.rebuild()
        // 3 is no label "3": who sends it means something else, such as the number of a class.
        .withCoercionConfig(
            LogicalType.Textual,
            to -> NO_TEXTS.forEach(shape -> to.setCoercion(shape, CoercionAction.Fail)))
        .build();
    this.objects = new JsonObjects(json);
  }

  ObjectNode empty() {
    return json.createObjectNode();
  }

  ObjectNode parse(byte[] body) {
    return objects.parse(
        body, "The body", "{\"image\": \"<base64>\", \"labels\": [\"cat\", \"dog\"]}");
  }

  /** The members of one line of many. */
  ObjectNode parseLine(byte[] line) {
    return objects.parse(line, "The line", "{\"id\": \"1\", \"image\": \"<base64>\"}");
  }

  /**
   * The options of both origins.
   *
   * @throws ProblemException if a name is unknown or given twice, or a value is of the wrong type
   */
  <T extends Record> T bind(ObjectNode members, Map<String, String[]> parameters, Class<T> type) {
    Map<String, RecordComponent> known = Arrays.stream(type.getRecordComponents())
        .collect(Collectors.toMap(RecordComponent::getName, component -> component));
    for (String name : members.propertyNames()) {
      require(known, name, "member");
    }
    parameters.forEach((name, values) -> {
      RecordComponent component = require(known, name, "parameter");
      if (members.has(name)) {
        throw ErrorSentences.malformed(
            name, "'%s' is given twice: in the body and as a parameter.".formatted(name));
      }
      members.set(name, node(component, values));
    });
    return read(members, type);
  }

  private static RecordComponent require(
      Map<String, RecordComponent> known, String name, String what) {
    RecordComponent component = known.get(name);
    if (component == null) {
      throw ErrorSentences.malformed(
          name, "Unknown %s '%s'.%s".formatted(what, name, help(name, what, known.keySet())));
    }
    return component;
  }

  /** The name that was meant; where none is near, those that there are. */
  private static String help(String name, String what, Set<String> known) {
    String nearest = Nearest.suggestion(name, known);
    return nearest.isEmpty()
        ? known.stream()
            .filter(option -> what.equals("member") || !SubmissionReader.CONTENT.contains(option))
            .sorted()
            .collect(Collectors.joining(", ", " There are ", "."))
        : nearest;
  }

  private JsonNode node(RecordComponent component, String[] values) {
    if (component.getType() == List.class) {
      return list(component, values);
    }
    if (values.length > 1) {
      throw ErrorSentences.malformed(
          component.getName(),
          "'%s' is given %d times.".formatted(component.getName(), values.length));
    }
    return json.getNodeFactory().stringNode(values[0]);
  }

  /** A JSON array, or every value of a repeated parameter as it is: never split at commas. */
  private JsonNode list(RecordComponent component, String[] values) {
    boolean nested = elementType(component) != String.class;
    if (values.length == 1 && (nested || values[0].stripLeading().startsWith("["))) {
      return array(component.getName(), values[0]);
    }
    ArrayNode list = json.createArrayNode();
    for (String value : values) {
      if (nested) {
        list.add(array(component.getName(), value));
      } else {
        list.add(value);
      }
    }
    return list;
  }

  private static Object elementType(RecordComponent component) {
    return ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
  }

  private ArrayNode array(String name, String value) {
    @Nullable JsonNode tree = null;
    try {
      tree = json.readTree(value);
    } catch (JacksonException malformed) {
      throw caused(malformed, notAnArray(name));
    }
    if (tree instanceof ArrayNode array) {
      return array;
    }
    throw notAnArray(name);
  }

  private static ProblemException notAnArray(String name) {
    return ErrorSentences.malformed(
        name,
        "'%s' is not a JSON array. Write one, or repeat the parameter for each value."
            .formatted(name));
  }

  private <T extends Record> T read(ObjectNode members, Class<T> type) {
    try {
      return json.treeToValue(members, type);
    } catch (JacksonException mismatch) {
      String field = path(mismatch).isEmpty() ? nested(members) : path(mismatch);
      throw caused(
          mismatch,
          ErrorSentences.malformed(
              field, "'%s' must be %s.".formatted(field, nameOf(target(mismatch)))));
    }
  }

  /** What it should have been; a number out of range is a failure of its own kind. */
  private static @Nullable Class<?> target(JacksonException mismatch) {
    return switch (mismatch) {
      case MismatchedInputException wrong -> wrong.getTargetType();
      case InputCoercionException outOfRange -> outOfRange.getTargetType();
      default -> throw mismatch;
    };
  }

  private static String path(JacksonException mismatch) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : mismatch.getPath()) {
      if (step.getPropertyName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      } else {
        path.append('[').append(step.getIndex()).append(']');
      }
    }
    return path.toString();
  }

  /** The first list within a list of strings: of that the parser does not tell the place. */
  private static String nested(ObjectNode members) {
    for (String name : members.propertyNames()) {
      JsonNode member = members.path(name);
      for (int i = 0; i < member.size(); i++) {
        if (member.path(i).isArray() && !name.equals("regions")) {
          return "%s[%d]".formatted(name, i);
        }
      }
    }
    return "The body";
  }

  private static String nameOf(@Nullable Class<?> type) {
    if (type == Integer.class || type == int.class) {
      return "a whole number";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == Float.class || type == Double.class) {
      return "a number";
    }
    return type != null && List.class.isAssignableFrom(type) ? "an array" : "a string";
  }

  private static ProblemException caused(Exception cause, ProblemException problem) {
    problem.initCause(cause);
    return problem;
  }
}
