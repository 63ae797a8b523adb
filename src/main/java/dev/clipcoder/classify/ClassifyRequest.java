package dev.clipcoder.classify;

/**
 * What to classify, among what.
 *
 * @param topK how many predictions to return, at least 1
 */
public record ClassifyRequest(Subject subject, Candidates candidates, int topK) {}
