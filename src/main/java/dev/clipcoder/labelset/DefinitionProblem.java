package dev.clipcoder.labelset;

/**
 * One thing that is wrong with a definition.
 *
 * @param field where, as in {@code classes[3].texts.attribute[0]}; empty for the whole
 * @param sentence what, and what to do about it
 */
public record DefinitionProblem(String field, String sentence) {}
