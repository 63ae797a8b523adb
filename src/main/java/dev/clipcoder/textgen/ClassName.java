package dev.clipcoder.textgen;

/**
 * A class as a generator sees it.
 *
 * @param label its key in the label set
 * @param name what texts call it
 */
public record ClassName(String label, String name) {}
