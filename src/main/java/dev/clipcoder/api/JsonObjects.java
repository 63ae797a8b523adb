package dev.clipcoder.api;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads texts that should be one JSON object, and says where and why one is none. */
final class JsonObjects {

  /** What the parser tells of itself and of numbers of characters. */
  private static final Pattern INSIDE = Pattern.compile(
      " ?\\((?:code \\d+|start marker)[^()]*(?:\\([^()]*\\)[^()]*)*\\)|, not allowed as per .*|: not allowed as per .*");

  private final JsonMapper json;

  JsonObjects(JsonMapper json) {
    this.json = json;
  }

  /**
   * The members of a JSON object.
   *
   * @param what the text is, to begin a sentence with
   * @param example of what it should be
   * @throws ProblemException if it is none
   */
  ObjectNode parse(byte[] text, String what, String example) {
    JsonNode tree;
    try {
      tree = json.readTree(text);
    } catch (JacksonException malformed) {
      throw problem(malformed, what);
    }
    if (tree instanceof ObjectNode members) {
      return members;
    }
    throw new ProblemException(
        ProblemType.MALFORMED_REQUEST,
        "%s is not a JSON object. Send one such as %s.".formatted(what, example));
  }

  /** What to answer about a text that cannot be parsed. */
  static ProblemException problem(JacksonException malformed, String what) {
    var location = malformed.getLocation();
    String place = location == null
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    ProblemException problem = new ProblemException(
        ProblemType.MALFORMED_REQUEST,
        "%s is not valid JSON%s: %s.".formatted(what, place, reason(malformed)));
    problem.initCause(malformed);
    return problem;
  }

  private static String reason(JacksonException malformed) {
    if (malformed instanceof StreamConstraintsException) {
      return "it has too many values, or too long ones, or nests them too deeply";
    }
    if (malformed instanceof UnexpectedEndOfInputException) {
      return "it ends before its last bracket or quote";
    }
    String message = String.valueOf(malformed.getOriginalMessage());
    if (message.startsWith("Trailing token")) {
      return "something follows after the end of the object";
    }
    String plain = INSIDE.matcher(message).replaceAll("");
    return plain.contains("`") || plain.contains("jackson") ? "it cannot be read here" : plain;
  }
}
