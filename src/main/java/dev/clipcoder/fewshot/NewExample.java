package dev.clipcoder.fewshot;

import dev.clipcoder.embedding.Embedding;
import org.jspecify.annotations.Nullable;

/**
 * An example that is to be added.
 *
 * @param id see {@link ExampleId}
 * @param picture what is to be kept of it; null for nothing
 */
public record NewExample(
    String id, String label, Embedding embedding, @Nullable KeptPicture picture) {}
