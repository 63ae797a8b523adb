package dev.clipcoder.classify;

/**
 * What to classify, among what.
 *
 * @param topK how many predictions to return, at least 1
 * @param truncate whether a text longer than the model's context may be cut
 */
public record ClassifyRequest(
    Subject subject, Labels labels, LabelTemplate template, int topK, boolean truncate) {}
