package dev.clipcoder.fewshot;

import dev.clipcoder.embedding.Embedding;
import org.jspecify.annotations.Nullable;

/**
 * An example as fits and replicas read it.
 *
 * @param gone whether it was removed
 * @param place in the order of the set's examples
 * @param embedding null where it has none of the loaded model
 */
record StoredExample(
    String id,
    String label,
    boolean gone,
    long place,
    @Nullable Embedding embedding) {}
