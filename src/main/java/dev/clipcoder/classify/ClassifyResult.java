package dev.clipcoder.classify;

import java.util.List;

/**
 * The answer to one request.
 *
 * @param classifications one, or one for each region in the order of the request
 * @param truncated the labels whose text was cut to the model's context
 */
public record ClassifyResult(
    List<Classification> classifications, List<TruncatedText> truncated, Timings timings) {}
