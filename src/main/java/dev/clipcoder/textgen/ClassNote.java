package dev.clipcoder.textgen;

/**
 * What a source has to say about a class.
 *
 * @param found whether it knows the class
 * @param note what it took the class to be, or why it has nothing
 */
public record ClassNote(String label, boolean found, String note) {}
