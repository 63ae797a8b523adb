package dev.clipcoder.fewshot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An example as it is listed.
 *
 * @param near one that was there before and is nearly the same; null if none was
 * @param kept what is kept of its picture; null for nothing
 * @param missing whether it has no embedding of the loaded model
 */
public record Example(
    String id,
    String label,
    Instant addedAt,
    @Nullable NearExample near,
    @Nullable Keep kept,
    boolean missing,
    long place) {}
