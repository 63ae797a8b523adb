package dev.clipcoder.labelset;

import org.jspecify.annotations.Nullable;

/**
 * A set that cannot serve yet.
 *
 * @param version the one that was registered last
 * @param jobId what builds or built it; null before that has been queued
 */
public record UnreadySet(
    String id, int version, BuildState state, @Nullable String jobId) {}
