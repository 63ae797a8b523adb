package dev.clipcoder.labelset;

/**
 * What became of texts that were imported.
 *
 * @param added how many the set did not have
 * @param dropped how many were left out because the class has the same one in the same kind
 */
public record ImportedTexts(Registration registration, int added, int dropped) {}
