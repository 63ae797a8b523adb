package dev.clipcoder.api;

import dev.clipcoder.classify.LabelTemplate;
import dev.clipcoder.classify.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What to classify among what, from the forms that versions of Hugging Face's clients have sent: the picture as
 * {@code inputs}, {@code inputs.image} or {@code image}; options in {@code parameters}, in {@code inputs} or at the top,
 * with underscores or in camel case; labels as an array or joined by commas.
 */
record ZeroShotInputs(byte[] image, Labels labels, LabelTemplate template) {

  /** That of the pipeline, so that the scores are the same. */
  private static final String TEMPLATE = "This is a photo of {}.";

  private static final String LABELS = "candidate_labels";

  /**
   * Finds them.
   *
   * @throws ProblemException if picture or labels are missing, or of the wrong form
   * @throws dev.clipcoder.classify.InvalidLabelException if a label is empty or there twice
   */
  static ZeroShotInputs of(ObjectNode members, RequestLimits limits) {
    List<JsonNode> places = List.of(members.path("parameters"), members.path("inputs"), members);
    List<String> labels = TextLists.checked(
        LABELS,
        labels(option(places, LABELS, "candidateLabels")),
        limits.maxLabels(),
        limits.maxTextLength());
    JsonNode template = option(places, "hypothesis_template", "hypothesisTemplate");
    if (template != null && !template.isString()) {
      throw ErrorSentences.malformed(
          "hypothesis_template", "'hypothesis_template' must be a string with {} for the label.");
    }
    return new ZeroShotInputs(
        Base64Image.decode("inputs", image(members)),
        new Labels(labels),
        template(template == null ? TEMPLATE : template.asString(), limits));
  }

  private static LabelTemplate template(String pattern, RequestLimits limits) {
    if (pattern.length() > limits.maxTextLength()) {
      throw TextLists.tooLong("hypothesis_template", pattern, limits.maxTextLength());
    }
    return new LabelTemplate(pattern);
  }

  private static String image(ObjectNode members) {
    JsonNode inputs = members.path("inputs");
    return Stream.of(inputs, inputs.path("image"), members.path("image"))
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .findFirst()
        .orElseThrow(() -> ErrorSentences.malformed(
            "inputs",
            "There is no picture. Send it in base64 as 'inputs', such as %s."
                .formatted(ZeroShotOperation.EXAMPLE)));
  }

  private static @Nullable JsonNode option(List<JsonNode> places, String... names) {
    return places.stream()
        .flatMap(place -> Arrays.stream(names).map(place::path))
        .filter(value -> !value.isMissingNode() && !value.isNull())
        .findFirst()
        .orElse(null);
  }

  private static @Nullable List<@Nullable String> labels(@Nullable JsonNode labels) {
    if (labels == null) {
      return null;
    }
    if (labels.isString()) {
      return Arrays.stream(labels.asString().split(","))
          .<@Nullable String>map(String::strip)
          .toList();
    }
    if (!labels.isArray()) {
      throw ErrorSentences.malformed(
          LABELS, "'candidate_labels' must be an array of strings, or one string with commas.");
    }
    List<@Nullable String> texts = new ArrayList<>();
    labels.forEach(label -> texts.add(label.isString() ? label.asString() : null));
    return texts;
  }
}
