package dev.clipcoder.fewshot;

/**
 * What is fitted.
 *
 * @param asked {@code auto} or the id of a method
 */
record FitKey(String set, String asked) {}
