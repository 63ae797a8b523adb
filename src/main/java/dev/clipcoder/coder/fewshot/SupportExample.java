package dev.clipcoder.coder.fewshot;

import dev.clipcoder.embedding.Embedding;

/**
 * An example, or an augmented view of one.
 *
 * @param classIndex the class that it shows, a row of the texts
 * @param group what an example and its views have in common and no other example has, such as the hash of the picture;
 *     the first of a group is the example itself
 */
public record SupportExample(Embedding embedding, int classIndex, String group) {}
