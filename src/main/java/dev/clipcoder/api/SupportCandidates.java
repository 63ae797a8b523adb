package dev.clipcoder.api;

import dev.clipcoder.classify.Candidates;
import dev.clipcoder.classify.Method;
import dev.clipcoder.coder.fewshot.FewShotKind;
import dev.clipcoder.fewshot.SupportSetDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a classification by a support set asks for. */
final class SupportCandidates {

  /** The methods that requests can name. */
  static final List<String> METHODS = Stream.concat(
          Stream.of(SupportSetDefinition.AUTO),
          Arrays.stream(FewShotKind.values()).map(FewShotKind::id))
      .toList();

  private SupportCandidates() {}

  static Candidates of(ClassifyOptions options, String supportSet, boolean explain) {
    if (options.labels() != null || options.labelSet() != null) {
      throw ErrorSentences.malformed(
          options.labels() == null ? "labelSet" : "labels",
          "A support set has its own classes. Send 'supportSet' alone, or the labels without it.");
    }
    if (options.template() != null) {
      throw ErrorSentences.impossible(
          "template", "A support set has its own template. Change it there, or leave it out.");
    }
    if (Boolean.TRUE.equals(options.rerank())) {
      throw ErrorSentences.impossible(
          "rerank",
          "Few-shot methods have no rerank. Leave 'rerank' out, or classify by the label set.");
    }
    return new Candidates.OfSupport(supportSet, method(options.method()), explain);
  }

  private static @Nullable String method(@Nullable String name) {
    if (name == null) {
      return null;
    }
    if (name.equals(Method.CODER.id()) || name.equals(Method.CLIP.id())) {
      throw ErrorSentences.impossible(
          "method",
          "'%s' does not look at examples. Name the 'labelSet' or 'labels' instead of the support set, or leave 'method' out."
              .formatted(name));
    }
    if (!METHODS.contains(name)) {
      throw ErrorSentences.malformed(
          "method",
          "Unknown method '%s'; there are %s.%s"
              .formatted(name, String.join(", ", METHODS), Nearest.suggestion(name, METHODS)));
    }
    return name;
  }
}
