package dev.clipcoder.api;

import dev.clipcoder.classify.ClassifyRequest;
import dev.clipcoder.classify.LabelTemplate;
import dev.clipcoder.classify.Labels;
import dev.clipcoder.classify.Subject;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.Region;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks what a request asks for and puts it into the terms of the use case. */
@Component
final class ClassifyMapper {

  private static final int DEFAULT_TOP_K = 5;
  private static final String CLIP = "clip";
  private static final String EMBEDDING = "embedding";

  private final RequestLimits limits;

  ClassifyMapper(RequestLimits limits) {
    this.limits = limits;
  }

  /**
   * What is to be done.
   *
   * @throws ProblemException if the request contradicts itself, lacks something, or asks for what is not there
   */
  ClassifyRequest map(Submission<ClassifyOptions> submission) {
    ClassifyOptions options = submission.options();
    refuseWhatIsNotThere(options);
    Subject subject = subject(submission);
    List<String> labels =
        TextLists.checked("labels", options.labels(), limits.maxLabels(), limits.maxTextLength());
    int topK = options.topK() == null ? DEFAULT_TOP_K : options.topK();
    if (topK < 1) {
      throw ErrorSentences.malformed("topK", "'topK' must be at least 1.");
    }
    boolean truncate = options.truncate() == null || options.truncate();
    return new ClassifyRequest(
        subject, new Labels(labels), template(options.template()), topK, truncate);
  }

  /** Whether the answer should have the embedding. */
  boolean wantsEmbedding(ClassifyOptions options) {
    return included(options).contains(EMBEDDING);
  }

  private static void refuseWhatIsNotThere(ClassifyOptions options) {
    if (options.imageUrl() != null) {
      throw ErrorSentences.impossible(
          "imageUrl",
          "Fetching pictures by address is off on this service. Send the picture itself: as part 'image', as the body, or in base64.");
    }
    if (options.labelSet() != null) {
      throw new ProblemException(
          ProblemType.NOT_FOUND,
          "No label set '%s': this service has none. Give the labels in 'labels'."
              .formatted(options.labelSet()),
          "labelSet");
    }
    if (options.supportSet() != null) {
      throw new ProblemException(
          ProblemType.NOT_FOUND,
          "No support set '%s': this service has none. Give the labels in 'labels'."
              .formatted(options.supportSet()),
          "supportSet");
    }
    refuseOtherMethods(options.method());
    if (Boolean.TRUE.equals(options.rerank())) {
      throw ErrorSentences.impossible(
          "rerank", "Ad hoc labels have no one-to-one texts to rerank by. Leave 'rerank' out.");
    }
    included(options);
  }

  private static void refuseOtherMethods(@Nullable String method) {
    if (method == null || method.equals(CLIP)) {
      return;
    }
    if (method.equals("coder")) {
      throw ErrorSentences.impossible(
          "method",
          "Ad hoc labels have no texts beyond their names, which 'coder' needs. Use method=clip.");
    }
    throw ErrorSentences.malformed(
        "method",
        "Unknown method '%s'.%s".formatted(method, Nearest.suggestion(method, Set.of(CLIP))));
  }

  private static Set<String> included(ClassifyOptions options) {
    Set<String> included = new LinkedHashSet<>();
    for (String entry : options.include() == null ? List.<String>of() : options.include()) {
      for (String name : (entry == null ? "" : entry).split(",", -1)) {
        included.add(requireInclusion(name.strip()));
      }
    }
    return included;
  }

  private static String requireInclusion(String name) {
    if (name.equals("explanation")) {
      throw ErrorSentences.impossible(
          "include",
          "method=clip compares with one text per label: there is nothing to explain beyond the predictions. Leave 'explanation' out.");
    }
    if (!name.equals(EMBEDDING)) {
      throw ErrorSentences.malformed(
          "include",
          "Cannot include '%s'.%s".formatted(name, Nearest.suggestion(name, Set.of(EMBEDDING))));
    }
    return name;
  }

  private Subject subject(Submission<ClassifyOptions> submission) {
    ClassifyOptions options = submission.options();
    List<byte[]> images = new ArrayList<>(submission.images());
    if (options.image() != null) {
      images.add(Base64Image.decode("image", options.image()));
    }
    if (images.size() > 1) {
      throw ErrorSentences.malformed(
          "image", "%d parts 'image': classify one picture a request.".formatted(images.size()));
    }
    if (options.embedding() != null) {
      return known(options, options.embedding(), images.isEmpty());
    }
    if (images.isEmpty()) {
      throw ErrorSentences.malformed("image", "There is no picture. " + ErrorSentences.FORMS);
    }
    return new Subject.Picture(images.getFirst(), regions(options.regions()));
  }

  private static Subject known(
      ClassifyOptions options, List<@Nullable Float> numbers, boolean alone) {
    if (!alone) {
      throw ErrorSentences.malformed(
          EMBEDDING, "Both 'image' and 'embedding' are given. Send one of them.");
    }
    if (options.regions() != null) {
      throw ErrorSentences.impossible(
          "regions", "An embedding has no regions. Send the picture, or leave 'regions' out.");
    }
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      Float value = numbers.get(i);
      if (value == null) {
        throw ErrorSentences.malformed(
            "embedding[%d]".formatted(i), "'embedding[%d]' must be a number.".formatted(i));
      }
      values[i] = value;
    }
    return new Subject.Known(Embedding.ofUnit(values));
  }

  private List<Region> regions(@Nullable List<@Nullable List<@Nullable Double>> regions) {
    if (regions == null) {
      return List.of();
    }
    if (regions.isEmpty()) {
      throw ErrorSentences.malformed(
          "regions", "'regions' is empty. Leave it out for the whole picture.");
    }
    if (regions.size() > limits.maxRegions()) {
      throw ErrorSentences.malformed(
          "regions",
          "%d regions; at most %d in one request (clipcoder.requests.max-regions)."
              .formatted(regions.size(), limits.maxRegions()));
    }
    List<Region> parsed = new ArrayList<>(regions.size());
    for (int i = 0; i < regions.size(); i++) {
      List<@Nullable Double> sides = regions.get(i);
      if (sides == null || sides.size() != 4 || sides.stream().anyMatch(Objects::isNull)) {
        throw ErrorSentences.malformed(
            "regions[%d]".formatted(i),
            "A region is [x, y, width, height]: four numbers from 0 to 1.");
      }
      List<Double> given = sides.stream().map(Objects::requireNonNull).toList();
      parsed.add(new Region(given.get(0), given.get(1), given.get(2), given.get(3)));
    }
    return parsed;
  }

  private LabelTemplate template(@Nullable String template) {
    if (template == null) {
      return LabelTemplate.DEFAULT;
    }
    if (template.length() > limits.maxTextLength()) {
      throw TextLists.tooLong("template", template, limits.maxTextLength());
    }
    return new LabelTemplate(template);
  }
}
