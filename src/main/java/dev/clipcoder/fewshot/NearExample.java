package dev.clipcoder.fewshot;

/**
 * An example that is nearly the same as another.
 *
 * @param similarity the cosine of the two embeddings
 */
public record NearExample(String id, double similarity) {}
