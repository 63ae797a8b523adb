package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import java.util.List;

/**
 * The answer to one request.
 *
 * @param embeddings in the order of the request
 * @param truncated the texts that were cut to the model's context
 * @param tokens of all texts, including begin and end of each
 * @param cacheUse whether the pictures were known
 */
public record EmbedResult(
    List<Embedding> embeddings,
    List<TruncatedText> truncated,
    long tokens,
    Timings timings,
    CacheUse cacheUse) {

  /** The answer to no inputs. */
  public static final EmbedResult NOTHING =
      new EmbedResult(List.of(), List.of(), 0, new Timings(0, 0, 0, 0), CacheUse.NONE);
}
