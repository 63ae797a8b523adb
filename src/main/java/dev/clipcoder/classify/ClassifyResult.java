package dev.clipcoder.classify;

import dev.clipcoder.labelset.LabelSetVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request.
 *
 * @param classifications one, or one for each region in the order of the request
 * @param method how it was found
 * @param labelSet the version that answered; null for labels of the request
 * @param truncated the labels, or the texts of the set, that were cut to the model's context
 */
public record ClassifyResult(
    List<Classification> classifications,
    Method method,
    @Nullable LabelSetVersion labelSet,
    List<TruncatedText> truncated,
    Timings timings) {}
