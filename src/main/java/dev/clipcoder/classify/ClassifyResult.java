package dev.clipcoder.classify;

import dev.clipcoder.labelset.LabelSetVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request.
 *
 * @param classifications one, or one for each region in the order of the request
 * @param method how it was found: the id of a {@link Method} or a {@link dev.clipcoder.coder.fewshot.FewShotKind}
 * @param labelSet the version that answered; null for labels of the request
 * @param supportSet the examples that answered; null where there were none
 * @param truncated the labels, or the texts of the set, that were cut to the model's context
 * @param cacheUse whether the picture was known
 */
public record ClassifyResult(
    List<Classification> classifications,
    String method,
    @Nullable LabelSetVersion labelSet,
    @Nullable SupportSetUsed supportSet,
    List<TruncatedText> truncated,
    Timings timings,
    CacheUse cacheUse) {

  /**
   * The examples behind an answer.
   *
   * @param version of the support set whose examples the head was fitted on
   * @param classes how many classes compete, background included
   * @param missing how many of its examples have no embedding of the loaded model
   */
  public record SupportSetUsed(String id, int version, int classes, int missing) {}
}
