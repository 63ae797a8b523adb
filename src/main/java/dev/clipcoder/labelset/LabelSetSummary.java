package dev.clipcoder.labelset;

import org.jspecify.annotations.Nullable;

/**
 * A label set in a list.
 *
 * @param latestVersion the version that was registered last
 * @param latestState whether that can serve
 * @param servedVersion the version that answers requests; null where none can yet
 */
public record LabelSetSummary(
    String id,
    int latestVersion,
    BuildState latestState,
    @Nullable Integer servedVersion) {}
