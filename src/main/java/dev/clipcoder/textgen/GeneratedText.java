package dev.clipcoder.textgen;

import dev.clipcoder.coder.TextKind;

/**
 * One text.
 *
 * @param classIndex which class it speaks of, in the order of the {@link TextOrder}
 * @param otherIndex for a one-to-one text the class that it tells this one from; otherwise -1
 * @param text without a template around it
 */
public record GeneratedText(
    int classIndex, TextKind kind, int otherIndex, String text, TextOrigin origin) {}
