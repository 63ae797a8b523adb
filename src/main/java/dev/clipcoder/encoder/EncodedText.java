package dev.clipcoder.encoder;

import dev.clipcoder.embedding.Embedding;

/**
 * A text's embedding.
 *
 * @param tokens how many tokens the text has, including begin and end of text
 * @param truncated whether it had more tokens than the context holds; then the embedding is that of its beginning
 */
public record EncodedText(Embedding embedding, int tokens, boolean truncated) {}
