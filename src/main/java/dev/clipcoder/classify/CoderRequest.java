package dev.clipcoder.classify;

import dev.clipcoder.labelset.LabelSetReference;

/**
 * Which CODER vector to make of what.
 *
 * @param compact in the compact space of the selected texts rather than one number a text
 * @param normalize whether to scale the vector to length 1
 */
public record CoderRequest(
    Subject subject,
    LabelSetReference labelSet,
    TextSelection selection,
    boolean compact,
    boolean normalize) {}
