package dev.clipcoder.labelset;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell two classes apart.
 *
 * @param label the one that comes first in the definition
 * @param texts how many texts say how the label differs from the other
 * @param otherTexts how many say how the other differs from the label
 * @param met how often the two met in a rerank while one direction or both had no texts; null where
 *     both have some and it was never counted
 * @param lastMet when that was last; null for never
 */
public record PairCoverage(
    String label,
    String other,
    int texts,
    int otherTexts,
    @Nullable Long met,
    @Nullable Instant lastMet) {}
