package dev.clipcoder.classify;

import dev.clipcoder.coder.CoderVector;
import dev.clipcoder.image.Region;
import dev.clipcoder.labelset.LabelSetVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request.
 *
 * @param labelSet the version that answered
 * @param bankSha256 of what the numbers compare with: vectors of another bank mean something else
 * @param texts what was selected, in the order of the dimensions of a full vector
 * @param vectors one, or one for each region in the order of the request; all of one dimension
 * @param truncated how many of the texts were cut to the model's context
 * @param cacheUse whether the picture was known
 */
public record CoderResult(
    LabelSetVersion labelSet,
    String bankSha256,
    SelectedTexts texts,
    List<Described> vectors,
    int truncated,
    Timings timings,
    CacheUse cacheUse) {

  /**
   * A picture by its similarities.
   *
   * @param region the part of the picture; null: the whole
   */
  public record Described(CoderVector vector, @Nullable Region region) {}
}
