package dev.clipcoder.labelset;

import org.jspecify.annotations.Nullable;

/**
 * A job that generates texts.
 *
 * @param version the one that has the texts; before the end the one that was the latest at the beginning
 * @param report null before the end
 */
public record TextGenerationStatus(
    String jobId, String setId, int version, @Nullable GenerationReport report) {}
