package dev.clipcoder.api;

import dev.clipcoder.classify.Candidates;
import dev.clipcoder.classify.ClassifyRequest;
import dev.clipcoder.classify.LabelTemplate;
import dev.clipcoder.classify.Labels;
import dev.clipcoder.classify.Method;
import dev.clipcoder.classify.Subject;
import dev.clipcoder.coder.fewshot.FewShotKind;
import dev.clipcoder.fewshot.SupportSetDefinition;
import dev.clipcoder.labelset.LabelSetReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks what a request asks for and puts it into the terms of the use case. */
@Component
final class ClassifyMapper {

  private static final int DEFAULT_TOP_K = 5;
  private static final String EMBEDDING = "embedding";
  private static final String EXPLANATION = "explanation";
  private static final Set<String> INCLUSIONS = Set.of(EMBEDDING, EXPLANATION);

  private final RequestLimits limits;
  private final SubjectMapper subjects;

  ClassifyMapper(RequestLimits limits, SubjectMapper subjects) {
    this.limits = limits;
    this.subjects = subjects;
  }

  /**
   * What is to be done.
   *
   * @throws ProblemException if the request contradicts itself, lacks something, or asks for what is not there
   */
  ClassifyRequest map(Submission<ClassifyOptions> submission) {
    ClassifyOptions options = submission.options();
    Candidates candidates = candidates(options);
    Subject subject = subjects.map(submission);
    return new ClassifyRequest(subject, candidates, topK(options));
  }

  /** Among what to classify. */
  Candidates candidates(ClassifyOptions options) {
    if (options.supportSet() != null) {
      return SupportCandidates.of(
          options, options.supportSet(), included(options).contains(EXPLANATION));
    }
    return options.labelSet() == null ? adHoc(options) : ofSet(options, options.labelSet());
  }

  /** How many predictions to return. */
  static int topK(ClassifyOptions options) {
    int topK = options.topK() == null ? DEFAULT_TOP_K : options.topK();
    if (topK < 1) {
      throw ErrorSentences.malformed("topK", "'topK' must be at least 1.");
    }
    return topK;
  }

  /** Whether the answer should have the embedding. */
  boolean wantsEmbedding(ClassifyOptions options) {
    return included(options).contains(EMBEDDING);
  }

  private Candidates adHoc(ClassifyOptions options) {
    Method method = method(options.method());
    if (method == Method.CODER) {
      throw ErrorSentences.impossible(
          "method",
          "Ad hoc labels have no texts beyond their names, which 'coder' needs. Use method=clip, or register a label set.");
    }
    if (Boolean.TRUE.equals(options.rerank())) {
      throw ErrorSentences.impossible(
          "rerank", "Ad hoc labels have no one-to-one texts to rerank by. Leave 'rerank' out.");
    }
    if (included(options).contains(EXPLANATION)) {
      throw ErrorSentences.impossible(
          "include",
          "Ad hoc labels have one text each: there is nothing to explain beyond the predictions. Leave 'explanation' out.");
    }
    if (options.labels() == null || options.labels().isEmpty()) {
      throw ErrorSentences.malformed(
          "labels",
          "'labels' is missing. Say what the picture may be, as in `curl -F labels=cat -F labels=dog` (in JSON an array), or name a label set, as in `-F labelSet=pets`.");
    }
    List<String> labels =
        TextLists.checked("labels", options.labels(), limits.maxLabels(), limits.maxTextLength());
    return new Candidates.AdHoc(
        new Labels(labels), template(options.template()), truncate(options));
  }

  private static Candidates ofSet(ClassifyOptions options, String labelSet) {
    if (options.labels() != null) {
      throw ErrorSentences.malformed(
          "labels", "Both 'labels' and 'labelSet' are given. Send one of them.");
    }
    if (options.template() != null) {
      throw ErrorSentences.impossible(
          "template", "A label set has its own templates. Change them there, or leave it out.");
    }
    return new Candidates.OfSet(
        LabelSetReference.parse(labelSet),
        method(options.method()),
        options.rerank(),
        truncate(options),
        included(options).contains(EXPLANATION));
  }

  private static boolean truncate(ClassifyOptions options) {
    return options.truncate() == null || options.truncate();
  }

  private static @Nullable Method method(@Nullable String name) {
    if (name == null) {
      return null;
    }
    for (Method method : Method.values()) {
      if (method.id().equals(name)) {
        return method;
      }
    }
    if (FewShotKind.ofId(name).isPresent() || name.equals(SupportSetDefinition.AUTO)) {
      throw ErrorSentences.impossible(
          "method",
          "'%s' classifies by examples. Name a 'supportSet', or use coder or clip."
              .formatted(name));
    }
    throw ErrorSentences.malformed(
        "method",
        "Unknown method '%s'; there are coder and clip.%s"
            .formatted(name, Nearest.suggestion(name, Set.of("coder", "clip"))));
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
    if (!INCLUSIONS.contains(name)) {
      throw ErrorSentences.malformed(
          "include",
          "Cannot include '%s'; there are embedding and explanation.%s"
              .formatted(name, Nearest.suggestion(name, INCLUSIONS)));
    }
    return name;
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
