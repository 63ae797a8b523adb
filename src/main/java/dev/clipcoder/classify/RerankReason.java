package dev.clipcoder.classify;

import dev.clipcoder.coder.RerankResult;
import java.util.Locale;

/** Tells in a few words why a rerank took place or not. */
final class RerankReason {

  private RerankReason() {}

  static String of(RerankResult rerank) {
    return switch (rerank.outcome()) {
      case APPLIED -> rerank.threshold() >= 1 ? "always" : gap(rerank, "<");
      case CLEAR_GAP -> gap(rerank, ">=");
      case ONE_LABEL -> "one label only";
      case NO_TEXTS -> "no two candidates have one-to-one texts in both directions";
    };
  }

  private static String gap(RerankResult rerank, String relation) {
    return String.format(Locale.ROOT, "gap %.4g %s %s", rerank.gap(), relation, rerank.threshold());
  }
}
