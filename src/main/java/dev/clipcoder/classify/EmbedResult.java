package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import java.util.List;

/**
 * The answer to one request.
 *
 * @param embeddings in the order of the request
 * @param truncated the texts that were cut to the model's context
 * @param cacheUse whether the pictures were known
 */
public record EmbedResult(
    List<Embedding> embeddings,
    List<TruncatedText> truncated,
    Timings timings,
    CacheUse cacheUse) {}
