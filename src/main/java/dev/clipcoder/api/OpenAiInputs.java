package dev.clipcoder.api;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be embedded: texts, and pictures as data URIs, in any order.
 *
 * @param texts in the order of the request
 * @param pictures in the order of the request
 * @param kinds of every input, in the order of the request
 */
record OpenAiInputs(List<String> texts, List<byte[]> pictures, List<Kind> kinds) {

  enum Kind {
    TEXT,
    PICTURE
  }

  private static final String INPUT = "input";
  private static final String PICTURE = "data:image/";

  /**
   * Reads member {@code input}: a string, or an array of strings.
   *
   * @throws ProblemException if it is missing, empty, too much, or holds token numbers
   */
  static OpenAiInputs of(ObjectNode members, RequestLimits limits) {
    JsonNode input = members.path(INPUT);
    if (input.isMissingNode() || input.isNull()) {
      throw ErrorSentences.malformed(
          INPUT,
          "'input' is missing. Send a text, a picture as a data URI (data:image/png;base64,…), or an array of these.");
    }
    List<String> texts = new ArrayList<>();
    List<byte[]> pictures = new ArrayList<>();
    List<Kind> kinds = new ArrayList<>();
    List<JsonNode> entries = input.isArray() ? input.valueStream().toList() : List.of(input);
    for (int i = 0; i < entries.size(); i++) {
      String value = string(input.isArray() ? "input[%d]".formatted(i) : INPUT, entries.get(i));
      if (value.regionMatches(true, 0, PICTURE, 0, PICTURE.length())) {
        pictures.add(Base64Image.decode("input[%d]".formatted(i), value));
        kinds.add(Kind.PICTURE);
      } else {
        texts.add(value);
        kinds.add(Kind.TEXT);
      }
    }
    check(texts, pictures, limits);
    return new OpenAiInputs(texts, pictures, kinds);
  }

  private static String string(String field, JsonNode entry) {
    if (entry.isString()) {
      return entry.asString();
    }
    if (entry.isNumber() || entry.isArray()) {
      throw ErrorSentences.malformed(
          field,
          "'%s' holds token numbers, which are those of another model. Send texts."
              .formatted(field));
    }
    throw ErrorSentences.malformed(field, "'%s' must be a string.".formatted(field));
  }

  private static void check(List<String> texts, List<byte[]> pictures, RequestLimits limits) {
    if (pictures.size() > limits.maxImages()) {
      throw ErrorSentences.impossible(
          INPUT,
          "%d pictures; at most %d in one request (clipcoder.requests.max-images)."
              .formatted(pictures.size(), limits.maxImages()));
    }
    if (pictures.isEmpty() || !texts.isEmpty()) {
      TextLists.checked(INPUT, List.copyOf(texts), limits.maxTexts(), limits.maxTextLength());
    }
  }

  /** One list of two, as the inputs came. */
  <T> List<T> joined(List<T> ofTexts, List<T> ofPictures) {
    List<T> all = new ArrayList<>(kinds.size());
    int text = 0;
    int picture = 0;
    for (Kind kind : kinds) {
      all.add(kind == Kind.TEXT ? ofTexts.get(text++) : ofPictures.get(picture++));
    }
    return all;
  }
}
