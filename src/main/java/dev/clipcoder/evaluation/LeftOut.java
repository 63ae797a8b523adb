package dev.clipcoder.evaluation;

/**
 * A file or folder of the data that is not part of the figures.
 *
 * @param reason one sentence
 */
public record LeftOut(String path, String reason) {}
