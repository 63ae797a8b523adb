package dev.clipcoder.classify;

import dev.clipcoder.labelset.LabelSetReference;
import org.jspecify.annotations.Nullable;

/** Among what to classify. */
public sealed interface Candidates {

  /**
   * Labels that came with the request.
   *
   * @param truncate whether a text longer than the model's context may be cut
   */
  record AdHoc(Labels labels, LabelTemplate template, boolean truncate) implements Candidates {}

  /**
   * The classes of a label set.
   *
   * @param method null: CODER where the set has texts beyond names or enables the rerank, else CLIP
   * @param rerank null: as the set says
   * @param truncate whether texts of the set may have been cut to the model's context
   * @param explain whether to tell the nearest texts
   */
  record OfSet(
      LabelSetReference reference,
      @Nullable Method method,
      @Nullable Boolean rerank,
      boolean truncate,
      boolean explain)
      implements Candidates {}

  /**
   * The classes of a support set, by its examples.
   *
   * @param method {@code auto} or the id of a {@link dev.clipcoder.coder.fewshot.FewShotKind}; null: the one of the set
   * @param explain whether to tell the deciding examples
   */
  record OfSupport(String supportSet, @Nullable String method, boolean explain)
      implements Candidates {}
}
