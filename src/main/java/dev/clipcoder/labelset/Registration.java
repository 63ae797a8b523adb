package dev.clipcoder.labelset;

/**
 * What became of a definition that was put.
 *
 * @param isNew whether it made a version; otherwise the latest one says the same already
 * @param jobId the job that builds the version
 */
public record Registration(String id, int version, boolean isNew, BuildState state, String jobId) {}
