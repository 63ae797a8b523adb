package dev.clipcoder.textgen;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a generated text comes from.
 *
 * @param source name of the {@link TextSource}
 * @param model of language that answered, or the edition of the dictionary
 * @param promptVersion which of our prompts was asked; null where nothing was asked
 * @param at when it was made
 */
public record TextOrigin(
    String source, String model, @Nullable String promptVersion, Instant at) {}
