package dev.clipcoder.fewshot;

import org.jspecify.annotations.Nullable;

/**
 * A set with examples that have no embedding of the loaded model.
 *
 * @param examples how many it has
 * @param missing how many of them are not encoded
 * @param originals how many of these are encoded from originals that were kept; the rest must be uploaded again
 * @param jobId the job that does so; null where there is none
 */
public record UnreadySupportSet(
    String id,
    int examples,
    int missing,
    int originals,
    @Nullable String jobId) {}
